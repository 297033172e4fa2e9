"""People who sign in, and what each may do in which agency."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from duenotice.accounts.permissions import ALL, expand
from duenotice.agencies.models import Agency, AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.lib.identity import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with `email`; without a password, none can sign in until one is set."""
        user = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, name: str, password: str | None = None) -> "User":
        """A Super Admin; `duenotice createsuperuser` makes the first one of an installation."""
        return self.create_user(email=email, name=name, password=password, is_super_admin=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. A Super Admin may do everything in every agency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Always stored in lower case.
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    language = models.TextField(default="en")
    is_active = models.BooleanField(default=True)
    is_super_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # When a link to set a password was last asked for and mailed.
    password_mailed_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case")]

    def __str__(self) -> str:
        return self.name


class Role(AgencyRecord):
    """A named set of permissions in one agency."""

    name = models.CharField(max_length=60)
    permissions = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            UniqueConstraint("agency", Lower("name"), name="role_name_is_unique"),
            UniqueConstraint(fields=["agency", "id"], name="role_in_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(AgencyRecord):
    """One user's role in one agency. Disabling ends access there and nowhere else; whoever is invited has none until they accept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, db_constraint=False, related_name="memberships")
    disabled_at = models.DateTimeField(null=True)
    # Somebody who was a user before is invited, and has not said yet whether they come.
    invited = models.BooleanField(default=False, db_default=False)

    user_id: UUID
    role_id: UUID

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "user"], name="one_role_per_user_and_agency"),
            SameAgency("role_id", "accounts_role", name="membership_role_same_agency"),
        ]


# Memberships that let somebody in.
ACTIVE = Q(disabled_at=None, invited=False)


class SignIn(models.Model):
    """Somebody tried to sign in: append-only. Who typed an email that nobody has is told by a keyed hash of it alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    email_hash = models.TextField()
    from_ip = models.GenericIPAddressField(null=True)
    succeeded = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "id"], name="sign_ins_of_user")]


def permissions_of(user: User, agency_id: UUID) -> frozenset[str] | None:
    """What `user` may do in the agency; None where the agency is not theirs to see at all."""
    if not user.is_active:
        return None
    if user.is_super_admin:
        return ALL
    membership = Membership.objects.filter(ACTIVE, user=user, agency_id=agency_id).select_related("role").first()
    return expand(membership.role.permissions) if membership else None


def agencies_of(user: User) -> list[Agency]:
    """The agencies that `user` may enter, by name: every one for a Super Admin."""
    agencies = Agency.objects.order_by("name", "reference")
    if not user.is_super_admin:
        agencies = agencies.filter(id__in=Membership.objects.filter(ACTIVE, user=user).values("agency_id"))
    return list(agencies)


def invitations_of(user: User) -> list[Membership]:
    """To agencies that `user` has not said yes or no to."""
    return list(
        Membership.objects.filter(user=user, invited=True, disabled_at=None).select_related("agency", "role").order_by("created_at")
    )
