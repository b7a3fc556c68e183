"""A filled-in form as a call of the app on trial."""

import json
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from petsage_builder.doors.studio.inputs import typed
from petsage_builder.doors.studio.trial import Answered, Trial


def called(trial: Trial, given: Iterable[tuple[str, str]]) -> Answered:
    """What the app answers. `json` is a whole body and stands above the fields; what was left empty isn't sent."""
    form = dict(given)
    path, query, body = form["path"], [], {}
    for key, text in form.items():
        place, _, rest = key.partition(".")
        kind, _, name = rest.partition(".")
        if place == "path":
            path = path.replace(f"{{{name}}}", quote(text, safe=""))
        elif place == "query" and text:
            query.append((name, text))
        elif place == "body" and text:
            body[name] = typed(kind, text)
    sent = form.get("json", "").strip() or (json.dumps(body) if "takes_body" in form else "")
    return trial.call(form["method"], path + (f"?{urlencode(query)}" if query else ""), sent, form["person"])
