// What a page of the desk asks of its server: to enter something, and how things stand.

/** Sends a record as JSON; tells {ok, status, told}. What could not be sent at all has status 0. */
export async function post(address, record) {
  const token = document.querySelector('meta[name="token"]').content;
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-Allegedly-Token": token },
      body: JSON.stringify(record),
    });
    const told = await answer.json().catch(() => ({ error: `the desk answered with ${answer.status}` }));
    return { ok: answer.ok, status: answer.status, told };
  } catch {
    return { ok: false, status: 0, told: { error: "The desk cannot be reached. Nothing was entered; try again when it runs." } };
  }
}

/** A page's record, at its address with .json after the path. */
export async function recordOf(address) {
  const url = new URL(address, location.href);
  url.pathname += ".json";
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

/** A page as a document, with nothing of it run. */
export async function pageAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the desk answered with ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
