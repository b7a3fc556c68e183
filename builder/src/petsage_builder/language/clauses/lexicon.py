"""The closed words of English that clauses are made of: what says the same has one name here."""

from petsage_builder.language.closed import CLOSED, is_adverb
from petsage_builder.terms.marking import QUANTITIES
from petsage_builder.terms.verbs import ALL_VERBS, participle_of, state_of

PHRASES: dict[str, str] = {
    "be": "is | are | must be | has to be | have to be | should be | shall be | needs to be | need to be",
    "can": """can | may | can then | may then | can later | may later | want to | wants to | is able to | are able to
        | should be able to | must be able to | needs to be able to
        | need to be able to | shall be able to | will be able to | is allowed to | are allowed to
        | should be allowed to | is permitted to | are permitted to | has the right to | have the right to""",
    "can only": """can only | may only | should only be able to | must only be able to | is only able to
        | are only able to | is only allowed to | are only allowed to | should only be allowed to | only""",
    "cannot": """cannot | may not | must not | is not able to | are not able to | should not be able to
        | must not be able to | is not allowed to | are not allowed to | should not be allowed to | can never
        | should not | shall not
        | may never | must never | should never | is never allowed to | are never allowed to""",
    "no longer": """can no longer | may no longer | cannot any longer | can not any more | may not any longer""",
    "can be": "can be | may be | can then be | may then be | can later be | should be able to be | must be able to be",
    "if any": """if any | if known | if given | if available | if applicable | if there is one | if there are any
        | if it has one | if they have one | if it has any | if they have any | if it is known | where known
        | where available | where applicable | where given | when known | when available""",
    "stays": "is | are | stays | stay | remains | remain",
    "perhaps": "optionally | possibly | perhaps",
    "only": """only | nobody but | nobody except | nobody other than | no one but | no one except | no one other than
        | just | exclusively""",
    "has": """has | have | must have | should have | contains | contain | consists of | consist of | includes | include
        | comprises | comprise | is made up of | are made up of | stores | store | holds | hold | records | record
        | carries | carry | comes with | come with | is described by | are described by""",
    "may have": """may have | can have | can own | may own | can bring | may bring | can register | may register
        | may also have | can also have | might have | optionally has""",
    "is entered": """is registered with | are registered with | is recorded with | are recorded with | is entered with
        | are entered with | is stored with | are stored with | is created with | are created with | is saved with
        | are saved with | is kept with | are kept with | is defined by | are defined by""",
    "belongs": """belongs to | belong to | must belong to | always belongs to | always belong to
        | is part of | are part of | is about | are about | refers to | refer to | relates to | relate to
        | is owned by | are owned by
        | is assigned to | are assigned to | is linked to | are linked to""",
    "is for": """is based on | are based on | is located in | are located in | stands in | stand in | is stored in
        | are stored in | is kept in | are kept in | takes place in | take place in | takes place at | take place at
        | is held in | are held in | is taken in | are taken in | is placed in | are placed in | is for | are for
        | is created for | are created for | is made for | are made for | is meant for | are meant for
        | is opened for | are opened for | is packed for | are packed for | is registered for | are registered for
        | is recorded for | are recorded for | is booked for | are booked for | is placed for | is planned for
        | are planned for | is entered for | are entered for | is reserved for | are reserved for""",
    "may belong": """may belong to | can belong to | may be linked to | can be linked to | may be assigned to
        | can be assigned to | may be part of | can be part of""",
    "keep": """we note | we register | we write down
        | we store | we keep | we record | we track | we need | we save | we need to store | we want to store
        | we need to know | we want to know | we want to record | we want to track | we want to keep | we need to record
        | the system stores | the system keeps | the system records | the app stores | the app keeps
        | store | record | track | save | keep""",
    "listed": """listed | sorted | ordered | shown | displayed | presented""",
    "deleted": "deleted | removed",
    "while": "while | as long as | so long as | if | when",
    "until": """until | up to | no later than | not later than | at the latest | as late as | up until | at least""",
    "manage": """manage | manages | do everything with | do anything with | does everything with | administer
        | administers | maintain | maintains | look after | looks after""",
    "make": """create | creates | leave | leaves | write | writes | add | adds | post | posts | submit | submits | make
        | makes | report | reports | file | files | log | logs | record | records | enter | enters | get | gets
        | register | registers | place | places | send | sends in | open | opens""",
    "made": "created | made | wrote | submitted | posted | opened | reported | added | booked | placed | registered",
    "made by them": """created | made | wrote | written | submitted | posted | added | booked | placed | reported
        | requested""",
    "once": "once | when | after | as soon as",
    "an account": """signing up
        | logging in | signing in | having to log in | having to sign in | being logged in | being signed in
        | an account | a login | registering | registration""",
    "newest": "newest | latest | most recent | most recently added | most recently created",
    "at the top": "first | on top | at the top | come first | comes first",
    "at most": """at most | up to | no more than | not more than | maximum | max | a maximum of | maximum of
        | not longer than | no longer than""",
    "equals": """is | are | = | equals | equal | must equal | is calculated as | are calculated as | is calculated by
        | are calculated by | is computed as | are computed as | is computed by | are computed by | is worked out as
        | results from | result from""",
    "at once": "at a time | at once | at the same time | at any time | in total | altogether",
    "holds": """has | have | own | owns | hold | holds | keep | keeps | register | registers | create | creates | make
        | makes | book | books | borrow | borrows | open | opens | add | adds | submit | submits | place | places
        | reserve | reserves | request | requests | order | orders | post | posts""",
    "whatever capitals": """regardless of capitals | regardless of case | regardless of upper or lower case
        | regardless of upper and lower case | ignoring case | ignoring capitals | whatever its capitals
        | whatever their capitals""",
    "by": "by | in order of | in the order of | according to",
    "at least": "at least | no less than | not less than | no fewer than | minimum | min | a minimum of | minimum of",
    "several": """several | many | multiple | various | any number of | one or more | one or several | some
        | at least one | a list of""",
    "users": """the users of the app | the users of the system | users of the app | users | all users | the users
        | our users | every user | each user | a user | people | accounts | an account | every account
        | each account""",
    "whoever signs up": """whoever signs up | anyone who signs up | everyone who signs up | everybody who signs up
        | anybody who signs up | someone who signs up""",
    "exactly one": "exactly one | one | precisely one",
    "anyone": "anyone | anybody | everyone | everybody | the public",
    "nobody": "nobody | no one",
    "signed-in users": """users | a user | any user | all users | every user | each user | the user | the users
        | registered users | a registered user | any registered user | all registered users | logged-in users
        | a logged-in user | any logged-in user | signed-in users | a signed-in user | any signed-in user
        | logged in users | signed in users | authenticated users | everyone who is logged in | anyone who is logged in
        | everyone who is signed in | anyone who is signed in""",
    "admins": """admins | an admin | the admin | any admin | administrators | an administrator | the administrator
        | the admins | the administrators""",
    "its creator": """whoever created it | whoever created them | whoever wrote it | whoever wrote them | who created it
        | the person who created it | the person who created them | the person who wrote it | the person who wrote them
        | the user who created it | the user who created them | its creator | their creator | the creator
        | the user who wrote it""",
}  # fmt: skip
PHRASES["cannot any more"] = f"{PHRASES['cannot']} | {PHRASES['no longer']}"
"""What says the same, by its name."""

SEE = ["see", "view", "read", "browse"]
CREATE = ["create", "add", "write"]
CHANGE = ["change", "edit", "update", "modify", "adjust"]
DELETE = ["delete", "remove"]
ACTS = {
    verb: core
    for core, verbs in {"see": SEE, "create": CREATE, "change": CHANGE, "delete": DELETE}.items()
    for verb in verbs
}
"""What people do to every thing, by each verb that says it."""

_IRREGULAR = {"seen": "see", "viewed": "view", "read": "read", "browsed": "browse", "written": "write"}
DONE = {participle_of(verb): core for verb, core in ACTS.items() if verb not in ("see", "read", "write")} | {
    participle: ACTS[verb] for participle, verb in _IRREGULAR.items()
}
"""The same by their participles."""

STEP_VERBS = ALL_VERBS
"""What is done to bring a thing into a state, by the state: "cancelled" is reached by "cancel"."""

COMMANDS = frozenset(ACTS) | frozenset(
    [
        "track",
        "store",
        "record",
        "manage",
        "keep",
        "save",
        "show",
        "list",
        "filter",
        "sort",
        "order",
        "search",
        "find",
        "send",
    ]
)
"""What tells the product what to do, where a sentence begins with it: no name begins so without an article."""

STATES = {state: verb for verb in STEP_VERBS - set(ACTS) for state in state_of(verb)}
"""The verb that leads to each state which is a participle."""

_SETTLING = """
    accept activate approve archive block cancel close complete confirm deactivate decline deny discontinue dismiss
    dispatch end finalise finalize finish fulfil fulfill pause publish refuse reject resolve
    retire revoke settle ship suspend terminate unblock unpublish verify void withdraw
"""
SETTLING = frozenset(_SETTLING.split())
"""What is only ever done to bring something from one state into another."""

MAKING = frozenset("enter file leave log make open place post record register report submit".split())  # noqa: SIM905
"""What somebody does who creates a thing, where that leads to no state of it: "submit a request"."""

_OTHER_DEEDS = """apply ask borrow browse comment contribute enroll filter follow handle leave like list make manage
    mark moderate move organise organize oversee post put rate react reset respond run save search set share step
    subscribe take use watch work"""
DEEDS = (
    frozenset(ACTS) | STEP_VERBS
    | frozenset(_OTHER_DEEDS.split())
) - {"contain", "have", "be"}  # fmt: skip
"""What people do, and things don't."""

CREATORS = frozenset(["owner", "author", "creator", "writer"])
"""Whom everybody takes for the user who created a thing."""

OFFICES = frozenset(
    "accountant bookkeeper committee crew department librarian receptionist secretary team treasurer".split()  # noqa: SIM905
)
"""Whom an organisation has at a desk of its own: "the librarian" is whoever sits there, and nobody's own."""

MADE = frozenset("added created made posted saved sent submitted written".split())  # noqa: SIM905
"""What has been done to a thing as soon as it is there, where that is no state of it."""

DETERMINERS = frozenset(["a", "an", "the", "each", "every", "any", "all"])
"""What introduces a noun and says nothing more of it."""

PRONOUNS = frozenset(
    [
        "it",
        "its",
        "they",
        "them",
        "their",
        "theirs",
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "we",
        "our",
        "you",
        "your",
        "i",
        "my",
        "me",
        "us",
        "this",
        "that",
        "these",
        "those",
    ]
)
_MODALS = "can could may might must shall should will would cannot"
_AUXILIARIES = "is are was were be been being am has have had having does do did get gets got"
_PREPOSITIONS = """at by for from into onto of on over under per since than through to until till upon via with within
    without before after between during against about above below across along among around behind beside beyond despite
    down     except inside near off out outside past toward towards up while in"""
_CONJUNCTIONS = "and or but nor if unless because although though whether when whenever where whereas once as so"
_OTHERS = """not no never only just also too then finally else ever still again already yet always either neither both
    nobody nothing none everybody everyone anybody anyone somebody someone who whom whose which what how why
    there here instead otherwise however therefore thus hence please same own such most more less least least
    few several some much many other others another"""
FUNCTION_WORDS = (
    frozenset(f"{_MODALS} {_AUXILIARIES} {_PREPOSITIONS} {_CONJUNCTIONS} {_OTHERS}".split())
    | DETERMINERS | PRONOUNS | CLOSED | QUANTITIES
)  # fmt: skip
"""Words that no name of a person's own has in it."""

IN_A_VALUE = frozenset(["in", "to", "on", "under", "out", "off", "up", "over", "none", "other", "others"])
"""Words that a state or a choice may begin with or end on: "in use", "to do", "under review", "checked in"."""

NOT_IN_A_VALUE = frozenset(["first", "next", "last", "later", "finally", "then", "initially", "longer", "more"])
"""Words that say when something comes to a state."""

LISTED = frozenset(["filtered", "listed", "ordered", "searched", "shown", "sorted"])
"""What is done to lists, by fields and not by people."""

EMPTY = frozenset(["also", "too", "additionally", "moreover", "furthermore", "please"])
"""Words that say only that a sentence follows another one."""

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}


def can_be_in_a_name(word: str) -> bool:
    """Whether a word can be part of a name that isn't quoted."""
    return word not in FUNCTION_WORDS and not is_adverb(word)
