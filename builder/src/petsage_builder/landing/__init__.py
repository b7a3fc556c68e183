"""Landing: a proven module goes into the project, all of it or nothing, whatever happens on the way.

A command holds the project's lock from its start to its end, and recovers first:

    with project_lock(folder):
        recover(folder)
        ...
        land(folder, changes)
"""

from petsage_builder.landing.all_or_nothing import land, project_lock, recover

__all__ = ["land", "project_lock", "recover"]
