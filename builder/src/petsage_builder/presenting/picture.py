"""What was understood, as a picture."""

from petsage_builder.diagram.svg import to_svg
from petsage_builder.presenting.report import BuildReport
from petsage_builder.spec.feature import FeatureSpec


def diagram_of(report: BuildReport) -> str:
    """The entities of the spec and how they relate, as an SVG file."""
    return to_svg(FeatureSpec.from_data(report.facts("analysis")["spec"]))
