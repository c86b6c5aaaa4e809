/** The comment of a pull request, on a GitHub that keeps comments in memory and answers on loopback. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import test from "ava";

import { PullRequest } from "../../../../local/github/pull-request.js";

interface Comment {
  id: number;
  body: string;
}

const MARK = "<!-- ours -->";
const COMMENTS = "/repos/example/data/issues/12/comments";

/** Answers like GitHub's REST API: comments in pages of at most a hundred, and nothing without the token. */
class GitHub {
  readonly requests: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly comments: Comment[],
  ) {}

  static async start(comments: Comment[]): Promise<GitHub> {
    const server = createServer();
    const github = new GitHub(server, comments);
    server.on("request", (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", github.url);
      github.requests.push(`${request.method ?? ""} ${pathname}`);
      const send = (status: number, body: unknown, headers = {}): void => {
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      };
      if (request.headers.authorization !== "token hush-hush") {
        send(401, { message: "Bad credentials" });
      } else if (request.method === "GET" && pathname === COMMENTS) {
        const size = Number(searchParams.get("per_page"));
        const page = Number(searchParams.get("page") ?? 1);
        const more = page * size < comments.length;
        const link = `<${github.url}${COMMENTS}?per_page=${size}&page=${page + 1}>; rel="next"`;
        send(200, comments.slice((page - 1) * size, page * size), more ? { link } : {});
      } else {
        void json(request).then((body) => {
          const { body: text } = body as { body: string };
          const known = comments.find(({ id }) => pathname === `/repos/example/data/issues/comments/${id}`);
          if (request.method === "PATCH" && known) send(200, Object.assign(known, { body: text }));
          else if (request.method === "POST" && pathname === COMMENTS) {
            comments.push({ id: comments.length + 1, body: text });
            send(201, comments.at(-1));
          } else send(404, { message: "Not Found" });
        });
      }
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The environment of a job of GitHub Actions. */
  environment(more: Record<string, string | undefined> = {}): Record<string, string | undefined> {
    return {
      GITHUB_API_URL: this.url,
      GITHUB_REPOSITORY: "example/data",
      GITHUB_RUN_ID: "7",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_TOKEN: "hush-hush",
      PULL_REQUEST: "12",
      ...more,
    };
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const remark = (id: number): Comment => ({ id, body: `remark ${id}` });

test("the first time the comment is made, and after that it is updated in place", async (t) => {
  const github = await GitHub.start([remark(1)]);
  const pullRequest = new PullRequest(github.environment());
  t.is(await pullRequest.comment(MARK, `${MARK}\nfirst`), "made");
  t.is(await pullRequest.comment(MARK, `${MARK}\nsecond`), "updated");
  t.deepEqual(github.comments, [remark(1), { id: 2, body: `${MARK}\nsecond` }]);
  github.stop();
});

test("the comment is found behind hundreds of others", async (t) => {
  const others = Array.from({ length: 250 }, (_, index) => remark(index + 1));
  const github = await GitHub.start([...others, { id: 251, body: `${MARK}\nold` }]);
  t.is(await new PullRequest(github.environment()).comment(MARK, `${MARK}\nnew`), "updated");
  t.is(github.comments.length, 251);
  t.is(github.comments.at(-1)?.body, `${MARK}\nnew`);
  github.stop();
});

test("a comment that quotes ours is somebody else's", async (t) => {
  const github = await GitHub.start([{ id: 1, body: `> ${MARK}\n> old\n\nWhy?` }]);
  t.is(await new PullRequest(github.environment()).comment(MARK, `${MARK}\nnew`), "made");
  t.is(github.comments[0]?.body, `> ${MARK}\n> old\n\nWhy?`);
  github.stop();
});

test("a token that GitHub does not take is an error, and the token is not in it", async (t) => {
  const github = await GitHub.start([]);
  const pullRequest = new PullRequest(github.environment({ GITHUB_TOKEN: "wrong-token" }));
  const error = await t.throwsAsync(pullRequest.comment(MARK, MARK));
  t.regex(error.message, /Bad credentials/);
  t.notRegex(error.message, /wrong-token/);
  t.deepEqual(github.comments, []);
  github.stop();
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
  const github = await GitHub.start([]);
  t.is(new PullRequest(github.environment()).run, "https://github.example/example/data/actions/runs/7");
  github.stop();
});
