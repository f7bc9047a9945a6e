"""Who may see and do what: one table of grants, read in two ways.

`may` answers for one record in memory; `chibo_tasks.permissions` renders the very same grants as SQL for lists. A grant
names its condition, so neither reader can know a rule that the other does not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

SECRETARY = "Secretary"
DEPUTY_SECRETARY = "Deputy Secretary"
COMMITTEE_MEMBER = "Committee Member"
MEMBER = "Member"
OBSERVER = "Observer"

POSITIONS = (SECRETARY, DEPUTY_SECRETARY, COMMITTEE_MEMBER, MEMBER, OBSERVER)
DECIDERS = frozenset({SECRETARY, DEPUTY_SECRETARY})
COMMITTEE = DECIDERS | {COMMITTEE_MEMBER}
EVERYBODY = frozenset(POSITIONS)
OVERSEERS = COMMITTEE | {OBSERVER}

ROLE_OF_POSITION: Mapping[str, str] = {
	SECRETARY: "Chibo Secretary",
	DEPUTY_SECRETARY: "Chibo Deputy Secretary",
	COMMITTEE_MEMBER: "Chibo Committee Member",
	MEMBER: "Chibo Member",
	OBSERVER: "Chibo Observer",
}
"""Platform role that goes with a position; everyone but an observer is a `Chibo Member` besides."""

# What a member is to a task.
LEAD = "Lead"
COLLABORATOR = "Collaborator"
FOLLOWER = "Follower"
REVIEWER = "Reviewer"

TASK_ROLES = (LEAD, COLLABORATOR, FOLLOWER, REVIEWER)
WORKING_ROLES = frozenset({LEAD, COLLABORATOR, REVIEWER})
"""Roles that open the evidence of a task; a follower sees how it stands, not its files,
unless deciding is her office."""


@dataclass(frozen=True)
class Membership:
	"""One active seat of a user.

	Attributes:
		member: name of the member record.
		organization: where the seat is.
		position: one of `POSITIONS`.
	"""

	member: str
	organization: str
	position: str


@dataclass(frozen=True)
class Actor:
	"""A user as the rules see it.

	Attributes:
		user: login name.
		memberships: active seats, in any number of organizations.
		below: organization → all organizations under it, for seats in a superior organization.
		stood_in_for: absent members for whom one of the seats acts today.
	"""

	user: str
	memberships: tuple[Membership, ...] = ()
	below: Mapping[str, frozenset[str]] = field(default_factory=dict)
	stood_in_for: frozenset[str] = frozenset()

	@property
	def members(self) -> frozenset[str]:
		"""Member records of this user."""
		return frozenset(seat.member for seat in self.memberships)

	def organizations(self, positions: Collection[str], *, subordinate: bool = False) -> frozenset[str]:
		"""Organizations in which the user holds one of `positions`.

		Args:
			positions: positions that count.
			subordinate: count the organizations under those, too.
		"""
		own = {seat.organization for seat in self.memberships if seat.position in positions}
		if subordinate:
			own |= {low for high in own for low in self.below.get(high, frozenset())}
		return frozenset(own)

	def seat(self, organization: str) -> Membership | None:
		"""The seat in `organization`, or None."""
		return next((seat for seat in self.memberships if seat.organization == organization), None)


@dataclass(frozen=True)
class Record:
	"""What the rules need to know of a record.

	Attributes:
		organization: owner of the record.
		restricted: only people named on the task may know that it exists.
		published: false for a plan that is still being prepared.
		people: member → roles on the task today; the responsible member of a deadline counts as its lead.
		owner_member: the one member that the record belongs to (a bell entry, a reminder).
	"""

	organization: str
	restricted: bool = False
	published: bool = True
	people: Mapping[str, Collection[str]] = field(default_factory=dict)
	owner_member: str | None = None


@dataclass(frozen=True)
class ByPosition:
	"""Opens every unrestricted, published record of organizations in which the user holds a position."""

	positions: frozenset[str]
	subordinate: bool = False
	unpublished: bool = False

	def holds(self, actor: Actor, record: Record) -> bool:
		if record.restricted or not (record.published or self.unpublished):
			return False
		return record.organization in actor.organizations(self.positions, subordinate=self.subordinate)


@dataclass(frozen=True)
class ByTask:
	"""Opens records of a task on which one of the user's seats is named in one of the roles.

	A stand-in sees what the absent member sees, except restricted work: that is for those who are named, and a stand-in
	is not.

	Attributes:
		roles: roles on the task that count.
		positions: positions of the seat that count. A stand-in takes over roles, never a position.
	"""

	roles: frozenset[str]
	positions: frozenset[str] = EVERYBODY

	def holds(self, actor: Actor, record: Record) -> bool:
		acting = self.seats(actor) if record.restricted else self.seats(actor) | self.stood_in_for(actor)
		return any(set(roles) & self.roles for member, roles in record.people.items() if member in acting)

	def seats(self, actor: Actor) -> frozenset[str]:
		"""The user's own member records that count."""
		return frozenset(seat.member for seat in actor.memberships if seat.position in self.positions)

	def stood_in_for(self, actor: Actor) -> frozenset[str]:
		"""The absent members whose roles count."""
		return actor.stood_in_for if self.positions == EVERYBODY else frozenset()


@dataclass(frozen=True)
class ByOwner:
	"""Opens records that belong to one of the user's seats."""

	def holds(self, actor: Actor, record: Record) -> bool:
		return record.owner_member is not None and record.owner_member in actor.members


Grant = ByPosition | ByTask | ByOwner

_TASK = (ByPosition(OVERSEERS, subordinate=True), ByTask(frozenset(TASK_ROLES)))
# of restricted work only those are told who are named on it; who is and decides has to see what there is to decide
_WORK = (ByPosition(COMMITTEE), ByTask(WORKING_ROLES), ByTask(frozenset(TASK_ROLES), DECIDERS))
_OPEN_TO_CELL = (ByPosition(EVERYBODY, subordinate=True),)

READ: Mapping[str, tuple[Grant, ...]] = {
	"Chibo Organization": _OPEN_TO_CELL,
	"Chibo Settings": _OPEN_TO_CELL,
	"Chibo Member": (ByPosition(EVERYBODY),),
	"Chibo Absence": (ByPosition(COMMITTEE), ByOwner()),
	"Chibo Calendar Day": _OPEN_TO_CELL,
	"Chibo Plan": (ByPosition(EVERYBODY, subordinate=True), ByPosition(DECIDERS, unpublished=True)),
	"Chibo Plan Item": (ByPosition(EVERYBODY, subordinate=True), ByPosition(DECIDERS, unpublished=True)),
	"Chibo Plan Version": (ByPosition(DECIDERS, unpublished=True),),
	"Chibo Plan Correction": (ByPosition(DECIDERS, unpublished=True),),
	"Chibo Regulation": _OPEN_TO_CELL,
	"Chibo Task": _TASK,
	"Chibo Task Source": _TASK,
	"Chibo Task Member": _TASK,
	"Chibo Deadline": _TASK,
	"Chibo Evidence": _WORK,
	"Chibo Extension": _WORK,
	"Chibo Reminder": (ByPosition(COMMITTEE), ByOwner()),
	"Chibo Message": (ByOwner(),),
	"Chibo Audit Entry": (ByPosition(DECIDERS), ByTask(frozenset({LEAD, REVIEWER}))),
	"Chibo Rule": _OPEN_TO_CELL,
	"Chibo Sweep": (),
	"Chibo Subscription": (ByOwner(),),
	"Chibo Channel": (),
	"Chibo Key": (),
	"Chibo Outbox": (),
	"Chibo Audit Head": (),
}
"""Grants that open a record for reading, any one of which suffices."""


def may_read(actor: Actor, doctype: str, record: Record) -> bool:
	"""True when some grant opens `record` for `actor`."""
	return any(grant.holds(actor, record) for grant in READ.get(doctype, ()))


def may_decide(actor: Actor, organization: str) -> bool:
	"""True for those who assign, publish and decide in the committee's name."""
	return organization in actor.organizations(DECIDERS)
