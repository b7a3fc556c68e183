"""What is done to bring a thing into a state: "confirmed" is reached by "confirm"."""

_REGULAR = """
    abandon abort absorb accept acknowledge activate add administer adopt advertise allocate amend answer apply
    appoint approve archive arrange assemble assess assign attend authorise authorize award bake ban bill block
    board book brew call cancel capture charge check claim clean clear clone close collect commission
    complete compute conclude confirm connect contact contract convert cook correct craft credit cure
    deactivate decide decline decommission decorate deliver deny deploy deprecate detect disable discard discharge
    discontinue dismiss dispatch dispute dissolve download draft drop dry edit embargo employ empty enable encode
    end engage enrol enroll enter escalate evaluate exchange execute expire explore export extend fail file fill
    filter finalise finalize finish fire fix flag follow forward free fulfil fulfill fund grade graduate grant groom
    harvest heal hire ignore implement import inspect install insure interview invite invoice issue join kill label
    land launch lease license load lock log mail merge milk miss move neuter notify offer onboard open order
    pack park pause perform pick pilot pin place plan plant play plough plow plug polish post postpone prepare
    prescribe print process promote propose publish pull purchase push qualify quarantine query question queue rate
    reactivate realise realize reassign rebook receive recommend reconcile record recover recycle redeem
    refund refuse register reimburse reinstate reject release relocate remind remove renew rent reopen repair repay
    replace reply report request require reschedule reserve resign resolve restart restock restore resubmit retire
    retry return review revise revisit revoke sample scan schedule score screen seal season select serve settle
    shelve ship shortlist sign skip slaughter sleep solve sort sponsor stage start stock stop store submit subscribe
    suspend swap tag terminate test thaw throttle tick top track trade train transfer translate trash treat trial
    trigger trim type unblock unlock unpublish update upgrade upload use vaccinate validate verify view visit void
    vote waive warn wash weigh withhold wrap
"""

# "create", "change" and "list" are what endpoints do to every thing: nothing else can be called so.

_DOUBLING = (
    "ban drop enrol fulfil log pin plan plug refer resubmit scan ship skip star stop submit swap tag top trim wrap"
)
_DOUBLING_IN_BRITAIN = "cancel label"

_IRREGULAR = {
    "active": "activate", "begun": "begin", "bought": "buy", "broken": "break", "brought": "bring", "built": "build",
    "caught": "catch", "chosen": "choose", "done": "finish", "drawn": "draw", "driven": "drive", "eaten": "eat",
    "fed": "feed", "found": "find", "frozen": "freeze", "given": "give", "held": "hold", "hidden": "hide",
    "inactive": "deactivate", "kept": "keep", "lent": "lend", "lost": "lose", "made": "make", "open": "open",
    "paid": "pay", "put": "put", "read": "read", "reset": "reset", "sent": "send", "set": "set", "sold": "sell",
    "sown": "sow", "spent": "spend", "split": "split", "taken": "take", "withdrawn": "withdraw", "withheld": "withhold",
    "won": "win", "written": "write",
}  # fmt: skip


def participle_of(verb: str) -> str:
    """How a regular verb is said of what it was done to: "cancel" gives "canceled"."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + verb[-1] * (verb in _DOUBLING.split()) + "ed"


_VERB_OF = (
    {participle_of(verb): verb for verb in _REGULAR.split()}
    | {verb + verb[-1] + "ed": verb for verb in _DOUBLING_IN_BRITAIN.split()}
    | _IRREGULAR
)


def done_of(verb: str) -> str:
    """How any verb is said of what it was done to: "favourite" gives "favourited", "read" gives "read"."""
    irregular = (done for done, base in _IRREGULAR.items() if base == verb and done not in ("active", "inactive"))
    return next(irregular, "") or participle_of(verb)


ALL_VERBS = frozenset(_VERB_OF.values())
"""Every verb that leads to a state by its participle."""


def state_of(verb: str) -> tuple[str, ...]:
    """The states that a verb can lead to, in every spelling: "cancel" gives "canceled" and "cancelled"."""
    return tuple(state for state, other in _VERB_OF.items() if other == verb)


def verb_of(state: str) -> str:
    """The verb that leads to a state: "cancelled" gives "cancel", "in progress" gives "mark in progress"."""
    return _VERB_OF.get(state) or f"mark {state}"
