// Requests over kept connections on Node's own http: a client that costs little, as it shares its processors with what it measures.
import http from 'node:http';

export type Sent = { method?: 'GET' | 'PATCH'; headers?: Record<string, string>; body?: string };
export type Requests = {
  /** The status, once the whole answer was read. Rejects where there is none. */
  send(path: string, sent: Sent): Promise<number>;
  close(): void;
};

export function createRequests(baseUrl: string): Requests {
  const { hostname, port, pathname } = new URL(baseUrl);
  const agent = new http.Agent({ keepAlive: true });
  return {
    send: (path, { method = 'GET', headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const request = http.request(
          { agent, hostname, port, method, path: `${pathname.replace(/\/$/, '')}${path}`, headers },
          (answer) => {
            answer.on('error', reject);
            answer.on('end', () => resolve(answer.statusCode ?? 0));
            answer.resume();
          },
        );
        request.on('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
