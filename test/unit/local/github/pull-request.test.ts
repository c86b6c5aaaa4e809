/** The comment of a pull request, on a GitHub that answers on loopback. */
import test from "ava";

import { PullRequest } from "../../../../local/github/pull-request.js";
import { type Comment, GitHub } from "./github.js";

const MARK = "<!-- ours -->";

const remark = (id: number): Comment => ({ id, body: `remark ${id}` });

test("the first time the comment is made, and after that it is updated in place", async (t) => {
  const github = await GitHub.start(t, [remark(1)]);
  const pullRequest = new PullRequest(github.environment());
  t.is(await pullRequest.comment(MARK, `${MARK}\nfirst`), "made");
  t.is(await pullRequest.comment(MARK, `${MARK}\nsecond`), "updated");
  t.deepEqual(github.comments, [remark(1), { id: 2, body: `${MARK}\nsecond` }]);
});

test("the comment is found behind hundreds of others", async (t) => {
  const others = Array.from({ length: 250 }, (_, index) => remark(index + 1));
  const github = await GitHub.start(t, [...others, { id: 251, body: `${MARK}\nold` }]);
  t.is(await new PullRequest(github.environment()).comment(MARK, `${MARK}\nnew`), "updated");
  t.is(github.comments.length, 251);
  t.is(github.comments.at(-1)?.body, `${MARK}\nnew`);
});

test("a comment that quotes ours is somebody else's", async (t) => {
  const github = await GitHub.start(t, [{ id: 1, body: `> ${MARK}\n> old\n\nWhy?` }]);
  t.is(await new PullRequest(github.environment()).comment(MARK, `${MARK}\nnew`), "made");
  t.is(github.comments[0]?.body, `> ${MARK}\n> old\n\nWhy?`);
});

test("a token that GitHub does not take is an error, and the token is not in it", async (t) => {
  const github = await GitHub.start(t, []);
  const pullRequest = new PullRequest(github.environment({ GITHUB_TOKEN: "wrong-token" }));
  const error = await t.throwsAsync(pullRequest.comment(MARK, MARK));
  t.regex(error.message, /Bad credentials/);
  t.notRegex(error.message, /wrong-token/);
  t.deepEqual(github.comments, []);
});

test("every variable that is missing is named at once, with where it comes from", (t) => {
  const error = t.throws(
    () => new PullRequest({ GITHUB_API_URL: "http://127.0.0.1", GITHUB_RUN_ID: "7", GITHUB_TOKEN: "" }),
  );
  t.is(
    error.message,
    [
      "This command belongs into a job of GitHub Actions.",
      "GITHUB_REPOSITORY is not set: GitHub Actions sets it, as OWNER/NAME.",
      "GITHUB_SERVER_URL is not set: GitHub Actions sets it.",
      "GITHUB_TOKEN is not set: hand it to the step: ${{ github.token }}, in a job with pull-requests: write.",
      "PULL_REQUEST is not set: hand it to the step: ${{ github.event.pull_request.number }}.",
    ].join("\n"),
  );
});

test("the run is the one of the workflow", async (t) => {
  const github = await GitHub.start(t, []);
  t.is(new PullRequest(github.environment()).run, "https://github.example/example/data/actions/runs/7");
});
