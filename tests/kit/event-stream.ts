// A listener at the event stream, as a screen is one: keeps every frame it was sent.
import WebSocket from 'ws';
import { eventually } from './processes.ts';
import type { Api } from './tandem.ts';

export type Frame = { cursor: string; type: string; stream: string; version: number; at: number; data: Record<string, unknown> };
export type Listener = { readonly frames: Frame[]; hears(type: string): Promise<Frame>; close(): void };

/** From now on, or from where the cursor stands; with `passing` also what passes and stands in no log. */
export async function listen(baseUrl: string, api: Api, cursor?: string, { passing = false } = {}): Promise<Listener> {
  const query = new URLSearchParams({ ...(passing ? { passing: '1' } : {}), ...(cursor === undefined ? {} : { cursor }) });
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v1/stream?${query.toString()}`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  const frames: Frame[] = [];
  socket.on('message', (message: Buffer) => frames.push(JSON.parse(message.toString()) as Frame));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    frames,
    hears: (type) => eventually(`the stream to tell ${type}`, () => frames.find((frame) => frame.type === type)),
    close: () => socket.terminate(),
  };
}
