// The threads of a Node process through its inspector (Chrome DevTools protocol, domains NodeWorker and Runtime).
import WebSocket from 'ws';
import { eventually } from './processes.ts';

type Thread = { readonly name: string; evaluate(expression: string): Promise<void> };
export type Threads = { named(part: string): Thread[]; close(): void };

type Message = { id?: number; method?: string; params?: Record<string, any>; result?: unknown; error?: { message: string } };

/** `url`: what the process printed behind "Debugger listening on". */
export async function inspectThreads(url: string): Promise<Threads> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const waiting = new Map<number, (message: Message) => void>();
  const workers: Thread[] = [];
  let serial = 0;
  const send = (method: string, params: Record<string, unknown> = {}): Promise<Message> => {
    const id = ++serial;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => waiting.set(id, resolve));
  };
  socket.on('message', (raw: Buffer) => {
    const message = JSON.parse(raw.toString()) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method !== 'NodeWorker.attachedToWorker') return;
    const { sessionId, workerInfo } = message.params!;
    workers.push({
      name: `${workerInfo.title} ${workerInfo.url}`,
      async evaluate(expression) {
        const inner = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
        const answer = await send('NodeWorker.sendMessageToWorker', { sessionId, message: inner });
        if (answer.error) throw new Error(answer.error.message);
      },
    });
  });
  await send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  await eventually('the threads to be there', () => (workers.length > 0 ? true : null));
  return { named: (part) => workers.filter(({ name }) => name.includes(part)), close: () => socket.terminate() };
}
