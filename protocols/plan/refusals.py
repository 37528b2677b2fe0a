"""Why a plan cannot be: each refusal has a name, and none repeats an amount or a claim."""

from protocols.errors import Refused


class PlanRefused(Refused):
    """Something about a plan is not possible. `place` names the table or the field, if any."""

    code = "plan-refused"
    told = "dit kan niet in een regeling"

    def __init__(self, place: str = "") -> None:
        super().__init__(self.told, place=place)


class NoFigures(PlanRefused):
    """No row of the city's tables covers the day: a figure of law is never guessed.

    `place` names the table.
    """

    code = "plan-no-figures"
    told = (
        "voor deze dag staat er geen rij in deze tabel van de stad; vul plan.yaml aan met het "
        "bedrag, de bron en de dagen, of kies een dag die er wel in staat"
    )


class BadAmount(PlanRefused):
    """An amount or a number is negative, or nothing where something must be."""

    code = "plan-bad-amount"
    told = "dit bedrag of aantal kan niet; vul hele centen in, niet onder nul"


class AmountProtected(PlanRefused):
    """More per month than the law and the budget leave: such an amount cannot be agreed."""

    code = "plan-amount-protected"
    told = (
        "dit maandbedrag is hoger dan wat de wet en het budget vrijlaten; kies een lager "
        "bedrag of een langere looptijd"
    )


class AmountStale(PlanRefused):
    """The affordable amount is of too long ago: income, law and budget may have changed."""

    code = "plan-amount-stale"
    told = (
        "het haalbare bedrag is te lang geleden berekend voor deze begindag; bereken het opnieuw "
        "met het inkomen en het budget van nu"
    )


class NothingAffordable(PlanRefused):
    """Nothing is left to repay with."""

    code = "plan-nothing-affordable"
    told = (
        "er blijft geen bedrag over om af te lossen; bespreek uitstel, kwijtschelding of schuldhulp"
    )


class PlanTooLong(PlanRefused):
    """More terms than the city allows."""

    code = "plan-too-long"
    told = (
        "met dit maandbedrag duurt de regeling langer dan de stad toestaat; kies een hoger "
        "bedrag als dat kan, of bespreek kwijtschelding of schuldhulp"
    )


class BadClaims(PlanRefused):
    """The claims cannot be put together into one plan. `code` tells which reason."""

    code = "plan-bad-claims"


class ClaimTwice(BadClaims):
    """A claim sits in a plan once (OSLO Schuldbeheer)."""

    code = "plan-claim-twice"
    told = "dezelfde vordering staat er twee keer in; laat haar een keer staan"


class NoClaims(BadClaims):
    """There is nothing to repay."""

    code = "plan-no-claims"
    told = "er is geen vordering met een open bedrag; kies ten minste een vordering"


class ClaimDisputed(BadClaims):
    """A disputed claim is first settled, then repaid."""

    code = "plan-claim-disputed"
    told = "een vordering wordt betwist; haal haar uit de regeling tot daarover is beslist"


class ClaimTimeBarred(BadClaims):
    """A claim past its limitation date can no longer be asked for."""

    code = "plan-claim-time-barred"
    told = (
        "een vordering is verjaard op de begindag; haal haar uit de regeling of verbeter de "
        "verjaringsdatum"
    )


class ChoiceIncomplete(BadClaims):
    """The resident's own order must name every claim once."""

    code = "plan-choice-incomplete"
    told = "de gekozen volgorde noemt niet elke vordering precies een keer"


class BadDay(PlanRefused):
    """The day of the month lies outside 1 to 31."""

    code = "plan-bad-day"
    told = "kies een vaste dag van de maand van 1 tot en met 31"


class PlanEnded(PlanRefused):
    """The plan is over: only payments and refunds still go in its books."""

    code = "plan-ended"
    told = "deze regeling is afgelopen; maak zo nodig een nieuwe regeling"


class TooEarly(PlanRefused):
    """A change cannot begin before it is decided."""

    code = "plan-change-too-early"
    told = "de wijziging begint voor de dag waarop zij is besloten; kies een latere begindag"


class UnknownClaim(PlanRefused):
    """The claim is not in this plan."""

    code = "plan-unknown-claim"
    told = "deze vordering zit niet in de regeling; kies een vordering eruit, of laat het veld leeg"


class NotOpen(PlanRefused):
    """More is given up than is open."""

    code = "plan-not-open"
    told = "er staat minder open dan dit bedrag; kies een lager bedrag"


class NotKept(PlanRefused):
    """More is paid back than was kept apart."""

    code = "plan-not-kept"
    told = "er is minder te veel betaald dan dit bedrag; kies een lager bedrag"


class SameEyes(PlanRefused):
    """Giving up money takes two people."""

    code = "plan-same-eyes"
    told = "over geld dat wordt opgegeven beslissen twee mensen; kies een ander"


class NameTwice(PlanRefused):
    """A payment or refund under a known name, with another amount."""

    code = "plan-name-twice"
    told = "er is al een boeking met dit kenmerk en een ander bedrag; controleer het kenmerk"
