/** A GitHub that keeps the comments of one pull request in memory and answers on loopback. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import type { ExecutionContext } from "ava";

export interface Comment {
  id: number;
  body: string;
}

const COMMENTS = "/repos/example/data/issues/12/comments";

/** Answers like GitHub's REST API: comments in pages of at most a hundred, and nothing without the token. */
export class GitHub {
  readonly requests: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly comments: Comment[],
  ) {}

  /** Runs until the end of the test `t`. */
  static async start(t: ExecutionContext, comments: Comment[]): Promise<GitHub> {
    const server = createServer();
    t.teardown(() => {
      server.close();
      server.closeAllConnections();
    });
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
}
