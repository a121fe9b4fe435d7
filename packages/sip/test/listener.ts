// An endpoint that writes down all it is told, and short ways to send and to look, for tests of single rules.
import {
  nameAddr,
  newRequest,
  sipUri,
  type ClientKey,
  type Effect,
  type EndpointOptions,
  type Flow,
  type Header,
  type Request,
} from '../src/index.ts';
import type { Host, World } from './network.ts';

export type Told = { host: Host; effects: Effect[]; of<K extends Effect['do']>(kind: K): Extract<Effect, { do: K }>[] };

export function listen(
  world: World,
  ip: string,
  options: Partial<EndpointOptions> = {},
  onEffect: (effect: Effect, host: Host) => void = () => {},
  transport?: Flow['transport'],
): Told {
  const effects: Effect[] = [];
  const host = world.add(
    ip,
    (effect, self) => {
      effects.push(effect);
      onEffect(effect, self);
    },
    options,
    transport,
  );
  return { host, effects, of: (kind) => effects.filter((effect) => effect.do === kind) as never };
}

export const request = (host: Host, method: string, to: string, headers: Header[] = []): Request => {
  const target = sipUri({ user: 'x', host: to });
  const us = nameAddr(sipUri({ user: 'y', host: host.ip }));
  return newRequest({
    method,
    uri: target,
    from: nameAddr(us.uri, { tag: host.endpoint.token() }),
    to: nameAddr(target),
    callId: host.endpoint.token(),
    cseq: 1,
    contact: [us],
    headers,
  });
};
export const send = (from: Host, method: string, to: string, headers: Header[] = []): { key: ClientKey; request: Request } => {
  const built = request(from, method, to, headers);
  const { key, effects } = from.endpoint.request(built, from.flowTo(to));
  from.run(effects);
  return { key, request: built };
};
export const statuses = (told: Told): number[] => told.of('response').map((effect) => effect.response.status);
export const firstLines = (world: World, from: string): string[] =>
  world.sent.filter((one) => one.from === from).map((one) => `${one.at} ${one.text.split('\r\n')[0]}`);
