"""A person at the door and the grants they hold."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.tokens import fingerprint


class Role(StrEnum):
    """What somebody does with Yui (domain.md, "Who uses it")."""

    ADMIN = "admin"
    PROMOTER = "promoter"
    AGENCY_STAFF = "agency_staff"
    ORGANISER = "organiser"
    COORDINATOR = "coordinator"
    PREFECTURE = "prefecture"
    OPS = "ops"


class Grant(BaseModel):
    """One role, bound to a municipality and, where it matters, an agency, an area, a post or an organiser (主催)."""

    model_config = ConfigDict(frozen=True)

    role: Role
    municipality: str
    agency: str | None = None
    area: str | None = None
    post: str | None = None
    organiser: str | None = None


class Who(BaseModel):
    """Somebody signed in."""

    model_config = ConfigDict(frozen=True)

    account_id: str
    login: str
    name: str
    grants: tuple[Grant, ...]
    csrf_token: str

    @property
    def municipality(self) -> str:
        """The municipality this person works in (that of the first grant)."""
        return self.grants[0].municipality

    @property
    def mark(self) -> str:
        """Tells a browser whether what it kept is this person's, without saying who they are."""
        return fingerprint(f"mark|{self.account_id}")[:16]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self._here())

    @property
    def agencies(self) -> frozenset[str]:
        return frozenset(grant.agency for grant in self._here() if grant.agency)

    @property
    def posts(self) -> frozenset[str]:
        return frozenset(grant.post for grant in self._here() if grant.post)

    @property
    def areas(self) -> frozenset[str]:
        return frozenset(grant.area for grant in self._here() if grant.area)

    @property
    def organisers(self) -> frozenset[str]:
        """The organisers whose programs alone are theirs; none: those of the whole town."""
        return frozenset(grant.organiser for grant in self._here() if grant.organiser)

    def _here(self) -> list[Grant]:
        """Post A of another municipality is another post."""
        return [grant for grant in self.grants if grant.municipality == self.municipality]

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)
