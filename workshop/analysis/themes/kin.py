"""Words of one field of working life, so that 'the budget was cut' meets the seed 'no money'.

A hand-written list of common English words, about seventy fields of what people in organisations
and communities speak of. A field is one more feature beside words and their pieces: it weighs
where a text has one of its words, and says nothing where it has none.
"""

from __future__ import annotations

from functools import lru_cache

_FIELDS = """
money: money budget fund funding grant cost costs price pay paid payment afford affordable expensive
 cheap finance financial invest investment invoice spend spending salary wage cash euro pound
 dollar savings tariff reimburse bill fee sponsor revenue income profit deficit economy bonus
time: time hour minute busy workload schedule diary calendar rota overtime deadline hurry rush
 rushed late delay overload overloaded overworked slot agenda timetable lunch evening weekend
 capacity backlog queue pressure pressured slow quick wait waiting pace juggle stretched
leaving: leave left turnover quit resign retire retirement replace replacement vacancy vacancies
 recruit recruitment hire locum agency temporary rotate rotation departure churn newcomer newcomers
 retention retain stay successor joiner leaver starter induction understaffed shortage
leading: leader leadership manager management boss director executive chief senior head
 supervisor sponsor champion ceo vision strategy strategic direction mandate endorse backing
rules: rule policy policies regulation regulator bureaucracy bureaucratic compliance comply law
 legal procedure protocol permission approval approve authorise form paperwork contract committee
 board governance ethics audit licence mandatory accountable accountability signoff
 statutory jurisdiction remit decision decide responsible responsibility ownership veto
learning: learn learning skill skills train training trained course teach teacher teaching education
 knowledge expertise expert experience competence competent coach coaching mentor workshop study
 qualification curriculum practise lesson unskilled untrained inexperienced know-how literacy
telling: communicate communication message email emails mail phone call newsletter inform informed
 information announce announcement update updates feedback listen hear heard tell told talk
 conversation meeting briefing handover memo letter loop noticeboard rumour channel silence
numbers: data number numbers figure measure measurement metric indicator statistic statistics report
 dashboard spreadsheet baseline chart graph evidence evaluate evaluation survey analysis analyst
 record records registry sample result results monitor count benchmark
machines: computer software system systems it technology technical digital app login password
 website internet wifi server laptop device platform database tool tools online interface vendor
place: room rooms space building office desk floor site facility facilities venue corridor ward
 kitchen parking furniture location indoor layout cramped crowded storage cupboard basement premises
 accommodation
trusting: trust distrust mistrust honest honesty safe blame fear afraid suspicion suspicious
 confidence confidential respect promise betray sceptical cynical cynicism rivalry territorial
 politics agenda secrecy judged punish punished openness reputation
together: team together collaborate collaboration cooperation cooperate partner partnership network
 join joint shared sharing alliance colleague peer group community silo silos coordinate
motive: motivation motivated enthusiasm enthusiastic energy interest interested commitment committed
 passion willing reluctance apathy tired fatigue burnout exhausted morale engagement engaged
changing: change changes reform restructure reorganisation transition innovation innovate new novel
 tradition habit habits old inertia always resistance resist status quo comfort
thanks: recognition recognise reward thank thanks praise appreciate appreciated credit valued
 celebrate incentive promotion award
conflict: conflict argue argument dispute fight disagree disagreement tension clash hostile bully
 bullying confrontation quarrel complain complaint
planning: plan plans planning goal goals aim aims objective priority priorities target milestone
 roadmap focus purpose scope project
patients: patient patients carer carers family families client clients resident relatives user users
caring: nurse doctor physician clinician clinic hospital therapist treatment therapy care medicine
 surgery surgeon pharmacy pharmacist diagnosis medical clinical gp
equipment: equipment machine supplies supply material materials stock kit instrument spare repair
 maintenance broken
travel: travel transport bus train car road traffic bike bicycle cycling distance commute journey
 walk walking trip bridge path pavement
nature: environment climate green pollution waste recycling energy carbon park tree trees garden air
 water nature weather rain
housing: house housing home homes rent landlord apartment tenant neighbourhood neighbour
eating: food eat meal diet cook cooking restaurant canteen coffee drink fruit vegetables snack
body: health healthy exercise sport sports fitness gym physical active activity sleep weight
mind: stress anxiety mental wellbeing depression lonely loneliness emotional
young: child children kid kids youth young teenager pupil student students school parent parents
old: elderly older ageing age seniors pensioner
fairness: equal equality equity fair fairness unfair discrimination racism gender diversity
 inclusion inclusive access bias minority
speech: language translate translation interpreter accent dialect jargon plain english
danger: safety risk risks harm accident injury incident error mistake mistakes hazard emergency
quality: quality standard standards improve improvement excellence better best
customers: customer customers service sales market marketing shop buy buyer delivery order refund
 product
work: job jobs employment employer employee career unemployment union
public: government council politician minister election vote citizen citizens municipality mayor
culture: culture art music theatre museum festival event film book library
secret: privacy private gdpr consent security secure hacker encryption
science: research researcher university academic journal publish publication theory
news: media press journalist newspaper television social twitter facebook
faith: faith church religion mosque prayer spiritual
crime: crime police violence theft vandalism court prison
"""


def _stem(word: str) -> str:
    """A word without its commonest English endings; at least four letters stay."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _read(text: str) -> dict[str, frozenset[str]]:
    fields: dict[str, set[str]] = {}
    for line in text.strip().replace("\n ", " ").splitlines():
        name, words = line.split(":", 1)
        for word in words.split():
            fields.setdefault(_stem(word), set()).add(name)
    return {stem: frozenset(names) for stem, names in fields.items()}


_OF_STEM = _read(_FIELDS)


@lru_cache(20_000)
def fields_of(word: str) -> frozenset[str]:
    """The fields that a word (in lower case) belongs to; none for most words."""
    return _OF_STEM.get(_stem(word), frozenset())
