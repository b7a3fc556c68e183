"""What has landed in a project: the receipts of its features and what they mean, each read once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from petsage_builder.project.receipts import Receipt, built_features, missing_feature, read_receipt, read_spec
from petsage_builder.spec.entity import USER
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.roles import roles_of
from petsage_builder.spec.showing import own_fields_shown


class Landed:
    """The features that were built in the project at `folder`.

    A receipt is read when it is first asked for. `ahead` are receipts that are not written yet, or `None` for a feature
    that will be gone: what will have landed.
    """

    def __init__(self, folder: Path, ahead: Mapping[str, Receipt | None] | None = None) -> None:
        self._folder = folder
        self._receipts: dict[str, Receipt | None] = dict(ahead or {})
        self._specs: dict[str, FeatureSpec] = {}

    def after(self, receipts: Mapping[str, Receipt | None]) -> "Landed":
        """What will have landed with these."""
        return Landed(self._folder, {**self._receipts, **receipts})

    @cached_property
    def features(self) -> tuple[str, ...]:
        """Every feature by name."""
        ahead = {feature for feature, receipt in self._receipts.items() if receipt}
        gone = {feature for feature, receipt in self._receipts.items() if not receipt}
        return tuple(sorted({*built_features(self._folder), *ahead} - gone))

    @property
    def receipts(self) -> Iterator[Receipt]:
        """Every receipt, by the feature's name."""
        return filter(None, map(self.receipt, self.features))

    def receipt(self, feature: str) -> Receipt | None:
        """The receipt of a feature, or `None` where the feature was not built here.

        Raises:
            CannotBuildError: it is damaged.
        """
        if feature not in self._receipts:
            self._receipts[feature] = read_receipt(self._folder, feature)
        return self._receipts[feature]

    def found(self, feature: str) -> Receipt:
        """The receipt of a feature that must have been built here.

        Raises:
            CannotBuildError: it was not.
        """
        receipt = self.receipt(feature) if feature in self.features else None
        if receipt is None:
            raise missing_feature(feature, self.features)
        return receipt

    def spec(self, feature: str) -> FeatureSpec:
        """The spec of a feature that was built here; of its receipt, only that much is read.

        Raises:
            CannotBuildError: it is damaged.
        """
        if feature not in self._specs:
            receipt = self._receipts.get(feature)
            self._specs[feature] = receipt.meaning() if receipt else read_spec(self._folder, feature)
        return self._specs[feature]

    @cached_property
    def entities(self) -> dict[str, KnownEntity]:
        """The entities of all features, by name."""
        return {
            entity.name: KnownEntity(feature, entity, self.spec(feature).roles)
            for feature in self.features
            for entity in self.spec(feature).entities
        }

    def below(self, feature: str) -> set[str]:
        """The features whose entities those of this one refer to or show, and those whose roles it speaks of."""
        entities = self.spec(feature).entities
        spoken_of = {role for entity in entities for role in roles_of(entity)}
        declaring = {other for other in self.features if spoken_of & set(self.spec(other).roles.names)}
        targets = {link.target for entity in entities for link in entity.belongs_to}
        targets |= {link.target for entity in entities for link in entity.many_to_many}
        targets -= set() if any(any(own_fields_shown(entity)) for entity in entities) else {USER}
        referred = {known.feature for target in targets if (known := self._called(target))}
        return (referred | declaring) - {feature}

    def _called(self, name: str) -> KnownEntity | None:
        """The entity of this name, or the one that was formerly called so."""
        former = (known for known in self.entities.values() if name in known.entity.formerly)
        return self.entities.get(name) or next(former, None)

    def above(self, feature: str) -> tuple[str, ...]:
        """The features that stand on this one, directly or not, each after those that it stands on itself."""
        below = {other: self.below(other) for other in self.features}
        reached: set[str] = {feature}
        while more := {other for other in self.features if below[other] & reached} - reached:
            reached |= more
        return self.in_order(reached - {feature})

    def in_order(self, features: set[str]) -> tuple[str, ...]:
        """Features, each after those that it stands on."""
        ordered: list[str] = []
        waiting = sorted(features)
        while waiting:
            free = [feature for feature in waiting if not self.below(feature) & set(waiting)]
            ordered += free or waiting[:1]
            waiting = [feature for feature in waiting if feature not in ordered]
        return tuple(ordered)
