"""What was understood, as sentences for a person."""

from petsage_builder.spec.feature import FeatureSpec


def sentences_of(spec: FeatureSpec) -> list[str]:
    """The spec in the words of the requirements language; a static endpoint in words of its own."""
    if spec.is_static:
        return ["One static endpoint that answers with the system's status; it needs no account and no data."]
    from petsage_builder.language.describe import describe  # a static endpoint needs no language

    return describe(spec).splitlines()
