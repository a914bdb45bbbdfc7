"""What the invented room of `make_example` says. Nobody said any of it."""

from __future__ import annotations

IDEAS = (
    "Bus company and GP practices: free rides on the day of the walking group",
    "School heads and the sports clubs next door: one key for the gym after four",
    "Midwives and the swimming pool: a quiet hour for new mothers",
    "Physios and employers: ten minutes of movement inside the shift, not after it",
    "Town planners and teachers walk the way to school together, then change it",
    "The mosque and the leisure centre: women's hours, run by women from here",
    "Pharmacies and park rangers: a map of level paths in every prescription bag",
    "Bus company and the housing association: the last bus decides who comes",
    "Care homes and the primary school: walk to meet, every Thursday",
    "Dentists' waiting rooms: the walking group's dates where everybody sits",
    "The football club and the diabetes nurse: walking football, no fitness test",
    "Hospital canteen and the allotments: pick what you cook",
    "Librarians and link workers: a book group that walks",
    "Allotment holders and the mental health team",
    "Refuse collectors: they know who never leaves the house. Ask them, pay them for it",
    "Young people's council and the police: light the short cut through the park",
    "GPs and dog owners: a dog to walk for those who have none",
    "Supermarket and the stroke group: the aisles before opening, a walk in the dry",
    "Volunteer drivers bring people to the park, not only to the clinic",
    "The cycle shop and the job centre: mend a bike, keep it",
    "Churches open the hall for chair exercise straight after the food bank",
    "Occupational health and the stairs: nobody has ever looked at ours",
    "Parents and the crossing patrol: a walking bus with a rota",
    "One budget for public health and transport, even a small one",
    "The dialysis unit and a trainer: pedals at the chair",
    "The people who do not come: go to where they are on a Tuesday at ten",
    "District nurses and neighbours: the first ten metres out of the door",
    "Sheltered housing and the dance school, Friday afternoon, music of their youth",
    "School nurses and parents who drive: swap one trip a week",
    "Leisure centre and carers: bring the person you care for, nobody pays twice",
    "Employers and the council: showers, and a place for a wet coat",
    "Park wardens and the heart failure clinic: benches every two hundred metres",
    "Taxi firms: a fixed fare to the pool on Sundays",
    "Ask Doctor Example at the north clinic, she blocked it last time",
    "GPs and dog owners: a dog to walk for those who have none",
    "Radio station and the walking groups: a walk to listen to, a new one each week",
    "Refugee council and the running club: no forms, shoes to borrow",
    "Why do we ask clinicians to fix what streets have broken?",
    "Landlords: a bench in the hall, a light on the stairs, a rail",
    "Health visitors and the toy library: meet there, walk back together",
    "Fire service home visits: ask one question about getting out",
    "The bus timetable and the clinic's appointment times, made by people who talk",
    "Farmers and the walking group: open two gates",
)
STARRED = (0, 7, 14, 25, 37)
HIDDEN = 33
TWICE = 34
PARKED = 37
EVIDENCE = (
    ("engage-at-scale", 14),
    ("engage-at-scale", 25),
    ("rapid-analysis", 7),
    ("apply-change-model", 4),
    ("apply-change-model", 23),
)
PILES = (
    "First pile, named by the room: ‘The last bus decides’ (4 of 10).",
    "Second pile: ‘Use rooms that stand empty’ (3 of 10).",
    "Third pile: ‘Go to where people are’ (2 of 10). One fits nowhere: clinicians and streets.",
)
CANVAS = (
    (1, "where: People over 70 in the north of town walk out of the door every day, and say so"),
    (1, "joining: A neighbour rings the bell on Tuesdays; nothing to sign"),
    (
        2,
        "which few: Transport to where things happen | who decides: Ask the bus company first",
    ),
    (3, "how do we learn: Count who came for the first time, not how many came; look every month"),
    (3, "what strengthens: The pool's hours and the bus that gets you there, changed on one day"),
    (4, "how do many: Borrowed shoes, a short round, tea at the end"),
    (5, "who decides: Residents hold two of five votes on the small budget"),
)
AGREED = (
    "Begin with those who already meet people at the door: refuse collectors, drivers, nurses.",
    "Ask the bus company before planning anything else; table 2 has a contact.",
    "Count people who come for the first time, every month, and share the number.",
)
PLEDGES = (
    "Ring the GP lead about the shared list / GP lead, north of town / 30d",
    "Ask the ward pharmacist to join our Monday huddle / ward pharmacist / 30d",
    "Draw who asks whom in my team, and show it to them / my own team / 60d",
    "Go back to our network's first promise and ask what has changed / steering group / 30d",
    "Invite social care to the next improvement session / social care lead / 2025-06-19",
    "Find out who was trained with me and have coffee with three of them / old course group / 60d",
    "One hour of protected time a week, agreed in writing / line manager / 30d",
    "Ask the two quiet members what they need from us / regional network / 30d",
    "Bring one patient partner to the data meeting / patients' council / 2025-07-01",
    "Stop one meeting that nobody misses, and ask who does / network office / 30d",
    "Visit the team that did it, do not read about it / the hospital across the river / 90d",
    "Say out loud which goal we have dropped / programme board / 2025-06-12",
    "Share our run chart with the practice next door / practice next door / 30d",
    "Pair every new trainee with someone from another profession / training lead / 90d",
    "Ring the bus company / their community desk / 30d",
    "Write down who gives and who gets in our network, and read it / network members / 60d",
    "Try the sorting of ten answers at our staff meeting / ward team / 30d",
    "Ask what could stop me, in the first week / my neighbour of today / 30d",
    "Use the six questions for our falls project / falls group / 60d",
    "Send the appraisal sheet to our education office / education office / 2025-06-02",
    "Thank the member who always does the minutes / that member / 30d",
    "Set an end date for the network, then decide on it / founding members / 90d",
    "Learn the caretaker's name / caretaker",
    "Walk to work with the physio / physio / 30d",
    "Take the pharmacist's question seriously",
)
PLEDGES_STARRED = (0, 3, 11)
TAKEAWAYS = (
    "Training gives you words; ties give you someone to say them to.",
    "The last bus decides.",
    "A network is allowed to ask again what it is for.",
)
