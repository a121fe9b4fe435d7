// The hand a simulated person has on Tandem's API: signed in, patient where he is told to come slower, clear where he is refused.

export type ApiClient = {
  /** Id of the agent behind the account, or an empty text. */
  readonly agent: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
};

const TRIES = 6;

export async function openApi(baseUrl: string, email: string, password: string): Promise<ApiClient> {
  const signedIn = await ask<{ token: string; user: { agent: string | null } }>(
    `${baseUrl}/api/v1/sessions`,
    'POST',
    { email, password },
    null,
  );
  const { token, user } = signedIn;
  return {
    agent: user.agent ?? '',
    get: (path) => ask(`${baseUrl}/api/v1${path}`, 'GET', undefined, token),
    send: (method, path, body) => ask(`${baseUrl}/api/v1${path}`, method, body, token),
  };
}

async function ask<T>(url: string, method: string, body: unknown, token: string | null): Promise<T> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.ok) return (text === '' ? null : JSON.parse(text)) as T;
    if (answer.status !== 429 || tries === TRIES)
      throw new Error(`${method} ${new URL(url).pathname}: ${answer.status} ${text.slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after') ?? 1)));
  }
}
