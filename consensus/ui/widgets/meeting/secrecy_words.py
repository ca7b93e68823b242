"""How secret a vote may be: the word, and one sentence for whoever chooses."""

from consensus.domain.disclosure import Anonymity
from consensus.domain.secret_ballots import FEWEST_SECRET

SECRECY = {
    Anonymity.OPEN: ("Open", "After the vote everybody sees how each person voted."),
    Anonymity.CONFIDENTIAL: (
        "Confidential",
        "No member and no facilitator sees a name beside a vote; whoever runs the server could. Votes can be changed "
        "until the close.",
    ),
    Anonymity.SECRET: (
        "Secret",
        "After the close nothing on the server leads from a vote to a person. Cast once, with a receipt; who voted is "
        f"shown. Needs {FEWEST_SECRET} people who vote.",
    ),
}
