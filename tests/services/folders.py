"""A process folder small enough to be replayed in a moment."""

from pathlib import Path

from tests.services.builders import INSTRUMENT

PROCESS = """
future_study = ["Children"]

[process]
slug = "small"
title = "Hand surgery"
question = "Which anaesthesia?"
scope = "Adults"
anonymity = "confidential"
time_zone = "Europe/Oslo"
simulated = true
source = "Invented."

[definition]
threshold = "4/5"

[meeting]
title = "Consensus meeting"
date = 2012-09-07
place = "Oslo"

[[topic]]
id = "choice"
title = "Choice"
summary = "Which comes first?"
minutes = 20

[[topic.presentation]]
title = "Pain"
presenter = "Ann Alder"
minutes = 10

[[topic.evidence]]
text = "Less pain after local anaesthesia."
reference = "Lalonde 2013"
doi = "10.1000/wide"

[[topic.statement]]
id = "local"
text = "Local anaesthesia comes first."
plain_text = "Numbing the hand comes first."
rationale = "It hurts less."
from = ["method.local"]
route = "vote"
final = true

[[topic.statement]]
id = "general"
text = "General anaesthesia comes first."
plain_text = ""
rationale = "It is quicker."
from = ["method.general"]
route = "vote"
final = false

[[topic]]
id = "fasting"
title = "Fasting"
summary = "Is it needed?"
minutes = 10

[[topic.statement]]
id = "eating"
text = "Fasting is not needed."
plain_text = ""
rationale = "Nobody is put to sleep."
from = ["method"]
route = "full_consensus"
final = true
"""

PANEL = """id,name,email,role,votes,stakeholder_group,institution,country,discipline,invited,attends
a,Ann Alder,ann@example.org,panelist,yes,surgeon,Alder Hospital,Norway,,yes,yes
b,Ben Birch,ben@example.org,panelist,yes,surgeon,Birch Hospital,Norway,,yes,yes
c,Cleo Cedar,cleo@example.org,panelist,yes,nurse,Cedar Hospital,Norway,,yes,yes
d,Dora Dahl,dora@example.org,panelist,yes,nurse,Alder Hospital,Norway,,yes,no
p,Pia Holm,pia@example.org,panelist,no,patient representative,,Norway,,yes,yes
f,Nora Lindgren,nora@example.org,facilitator,no,organiser,,Norway,,no,yes
"""

ANSWERS = """member,question,value
a,method,local
b,method,local
c,method,general
c,why,It is quicker.
d,method,local
"""

BALLOTS = """member,statement,choice,comment
a,local,agree,
b,local,agree,Of course.
c,local,agree,
a,general,disagree,
b,general,disagree,
c,general,agree,
"""

EXPECTED = """topic,statement,route,n_agree,n_disagree,n_abstain,n_cannot_judge,eligible,outcome,adopted
choice,local,vote,3,0,0,0,3,consensus,yes
choice,general,vote,1,2,0,0,3,no_consensus,no
fasting,eating,full_consensus,0,0,0,0,3,full_consensus,yes
"""


def write_folder(path: Path, **changed: str) -> Path:
    """Write the folder; `expected="…"` replaces a file."""
    path.mkdir()
    texts = {"panel": PANEL, "answers": ANSWERS, "ballots": BALLOTS, "expected": EXPECTED, **changed}
    for name, text in texts.items():
        (path / f"{name}.csv").write_text(text)
    (path / "process.toml").write_text(PROCESS)
    (path / "survey.toml").write_text(INSTRUMENT)
    return path
