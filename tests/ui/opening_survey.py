"""An instrument with a question of every kind."""

INSTRUMENT = """
id = "opening"
version = "1"
title = "Before the meeting"
intro = "What do you think today?"
minutes = 5

[[section]]
id = "evidence"
title = "Evidence"

[[section.question]]
id = "strength"
kind = "single"
text = "How strong is the evidence?"
required = true
cannot_judge = true
options = [{ id = "strong", label = "Strong" }, { id = "weak", label = "Weak *and* $thin$" }]

[[section.question]]
id = "why"
kind = "text"
text = "Why?"
show_if = { question = "strength", is = ["weak"] }

[[section.question]]
id = "barriers"
kind = "multiple"
text = "Which barriers?"
most = 2
options = [{ id = "cost", label = "Cost" }, { id = "skill", label = "Skill" }, { id = "time", label = "Time" }]

[[section]]
id = "use"
title = "Use"

[[section.question]]
id = "fit"
kind = "scale"
text = "How appropriate is it?"
required = true
cannot_judge = true
scale = { low = 1, high = 9, low_label = "not at all", high_label = "entirely" }

[[section.question]]
id = "groups"
kind = "matrix"
text = "In which patients?"
cannot_judge = true
rows = [{ id = "old", label = "Older" }, { id = "young", label = "Younger" }]
scale = { low = 1, high = 5 }

[[section.question]]
id = "number"
kind = "number"
text = "How many a year?"
minimum = 0
maximum = 500
unit = "patients"
cannot_judge = true

[[section.question]]
id = "order"
kind = "ranking"
text = "What matters most?"
options = [{ id = "life", label = "Survival" }, { id = "ease", label = "Comfort" }]

[[section.question]]
id = "again"
kind = "yes_no_unsure"
text = "Would you do it again?"
"""
