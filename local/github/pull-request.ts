/** The pull request that a job of GitHub Actions works on, by what Actions puts into the job's environment. */
import { Octokit } from "@octokit/rest";

type Environment = Readonly<Record<string, string | undefined>>;

/** What has to be in the environment, and where it comes from. The first four are set by Actions itself. */
const VARIABLES = {
  GITHUB_API_URL: "GitHub Actions sets it",
  GITHUB_REPOSITORY: "GitHub Actions sets it, as OWNER/NAME",
  GITHUB_RUN_ID: "GitHub Actions sets it",
  GITHUB_SERVER_URL: "GitHub Actions sets it",
  GITHUB_TOKEN: "hand it to the step: ${{ github.token }}, in a job with pull-requests: write",
  PULL_REQUEST: "hand it to the step: ${{ github.event.pull_request.number }}",
} as const;

type Variables = Record<keyof typeof VARIABLES, string>;

export class PullRequest {
  private readonly github: Octokit;
  private readonly place: { readonly owner: string; readonly repo: string; readonly issue_number: number };
  /** Address of the run of the workflow that this job belongs to. */
  readonly run: string;

  /** @throws Error with every variable that is missing */
  constructor(environment: Environment) {
    const variables = required(environment);
    const [owner = "", repo = ""] = variables.GITHUB_REPOSITORY.split("/");
    this.github = new Octokit({ auth: variables.GITHUB_TOKEN, baseUrl: variables.GITHUB_API_URL });
    this.place = { owner, repo, issue_number: Number(variables.PULL_REQUEST) };
    this.run = `${variables.GITHUB_SERVER_URL}/${owner}/${repo}/actions/runs/${variables.GITHUB_RUN_ID}`;
  }

  /**
   * Makes the comment that begins with `mark`, or puts `body` in the place of what it said.
   *
   * @returns what was done
   */
  async comment(mark: string, body: string): Promise<"made" | "updated"> {
    const { owner, repo } = this.place;
    const comments = await this.github.paginate(this.github.rest.issues.listComments, { ...this.place, per_page: 100 });
    // Somebody who quotes the comment repeats its mark, behind a `>`.
    const own = comments.find((comment) => comment.body?.startsWith(mark) === true);
    if (own === undefined) {
      await this.github.rest.issues.createComment({ ...this.place, body });
      return "made";
    }
    await this.github.rest.issues.updateComment({ owner, repo, comment_id: own.id, body });
    return "updated";
  }
}

function required(environment: Environment): Variables {
  const missing = Object.entries(VARIABLES).filter(([name]) => !environment[name]);
  if (missing.length > 0) {
    const lines = missing.map(([name, source]) => `${name} is not set: ${source}.`);
    throw new Error(["This command belongs into a job of GitHub Actions.", ...lines].join("\n"));
  }
  return environment as Variables;
}
