// What the page does by itself; each part begins where the page has what it works on.
import { startCalling } from "./calling.js";
import { startEditor } from "./editor.js";
import { startFollowing } from "./following.js";
import { startSettling } from "./settling.js";

htmx.process(document.body); // now, and not a moment after the page can be used
startEditor(document.querySelector("#request"));
startFollowing(document.querySelector("#lines[data-follow]"));
startCalling(document.querySelector("#answer"));
startSettling();
