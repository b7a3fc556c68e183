// A build's lines as they come, then its outcome.
export function startFollowing(lines) {
  if (!lines) return;
  const source = new EventSource(`${lines.dataset.follow}/events`);
  source.addEventListener("lines", (event) => (lines.innerHTML = event.data));
  source.addEventListener("ended", () => {
    source.close();
    htmx.ajax("GET", `${lines.dataset.follow}/result`, { target: "#result" });
  });
}
