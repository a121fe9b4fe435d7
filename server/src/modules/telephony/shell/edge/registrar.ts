// The registrar: devices prove themselves by digest and tell where they are. Bindings live on disk, so that a restart forgets no phone.
import fs from 'node:fs';
import path from 'node:path';
import { createHmac, randomBytes } from 'node:crypto';
import {
  challenge,
  createNonceLedger,
  formatUri,
  parseUri,
  responseTo,
  verifyDigest,
  formatNameAddr,
  type Flow,
  type Request,
  type ServerKey,
} from '@tandem/sip';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { DeviceId } from '@tandem/contract/ids.ts';
import { register, type Binding } from '../../core/registrar.ts';
import type { EdgeContext } from './context.ts';
import { secondsOf, userOf } from './leg-inbound.ts';
import type { Route } from './leg-outbound.ts';

export const REALM = 'tandem';
const NONCE_LIFE_MS = 300_000;

export type Device = EdgeDirectory['devices'][number];

export type Registrar = {
  setDevices(devices: readonly Device[]): void;
  byUsername(username: string): Device | null;
  isRegisteredFrom: (ip: string, port: number) => boolean;
  /** The device a request proves to come from, or null after a challenge or refusal was sent. */
  prove(key: ServerKey, request: Request): Device | null;
  handle(key: ServerKey, request: Request, flow: Flow): void;
  /** Null: it is not registered. */
  route(device: DeviceId): Route | null;
  /** A connection closed: the phones behind it cannot be reached any more. */
  flowClosed(flow: Flow): void;
  registrations(): { tenant: Device['tenant']; device: DeviceId; expiresAt: number }[];
  close(): void;
};

export function createRegistrar(context: EdgeContext, folder: string): Registrar {
  const file = path.join(folder, 'registrations.json');
  const bindings = load(file);
  const secret = randomBytes(32);
  const mac = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
  const nonces = createNonceLedger(50_000);
  let devices = new Map<string, Device>();
  let byId = new Map<string, Device>();

  const drop = (id: DeviceId): void => {
    bindings.delete(id);
    const device = byId.get(id);
    if (device) context.signal({ kind: 'device.unregistered', at: context.now(), tenant: device.tenant, device: device.device });
    save();
  };
  const save = (): void => {
    fs.writeFileSync(`${file}.new`, JSON.stringify([...bindings]), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  };
  const alive = (device: DeviceId): Binding | null => {
    const binding = bindings.get(device);
    return binding && binding.expiresAt > context.now() ? binding : null;
  };
  const sweep = setInterval(() => {
    for (const [id, binding] of bindings) if (binding.expiresAt <= context.now()) drop(id);
  }, 1_000);
  sweep.unref();

  const prove = (key: ServerKey, request: Request): Device | null => {
    const verdict = verifyDigest({
      request,
      realm: REALM,
      ha1: (user) => devices.get(user)?.ha1 ?? null,
      mac,
      now: context.now(),
      lifeMs: NONCE_LIFE_MS,
      nonces,
    });
    if (verdict.ok) {
      const device = devices.get(verdict.user)!;
      if (userOf(request.from) === verdict.user) return device;
      // Proven, but speaking for somebody else.
      context.gateway.respond(key, responseTo(request, 403));
      return null;
    }
    if (verdict.why !== 'absent' && verdict.why !== 'stale')
      context.log.warn('digest refused', { why: verdict.why, 'pii.user': verdict.user });
    const value = challenge({
      realm: REALM,
      mac,
      now: context.now(),
      salt: context.gateway.endpoint.token(),
      stale: verdict.why === 'stale' || verdict.why === 'replay',
    });
    context.gateway.respond(
      key,
      responseTo(request, 401, { tag: context.gateway.endpoint.token(), headers: [{ name: 'www-authenticate', value }] }),
    );
    return null;
  };

  return {
    setDevices(list) {
      const before = byId;
      devices = new Map(list.map((device) => [device.username, device]));
      byId = new Map(list.map((device) => [device.device, device]));
      // A phone that knows only the old password must prove itself anew.
      for (const { device, ha1 } of before.values()) if (bindings.has(device) && byId.get(device)?.ha1 !== ha1) drop(device);
    },
    byUsername: (username) => devices.get(username) ?? null,
    isRegisteredFrom: (ip, port) =>
      [...bindings.values()].some((binding) => binding.ip === ip && binding.port === port && binding.expiresAt > context.now()),
    prove,
    handle(key, request, flow) {
      const device = prove(key, request);
      if (!device) return;
      if (userOf(request.to) !== device.username) return context.gateway.respond(key, responseTo(request, 403));
      const contacts =
        request.contact === '*'
          ? ('*' as const)
          : request.contact.map(({ uri, params }) => ({ uri: formatUri(uri), expires: secondsIn(params.get('expires')) }));
      const current = bindings.get(device.device) ?? null;
      const transport = flow.transport === 'tcp' ? 'tcp' : 'udp';
      const result = register(
        current,
        {
          transport,
          socket: flow.socket,
          ip: flow.ip,
          port: flow.port,
          callId: request.callId,
          cseq: request.cseq.number,
          contacts,
          expires: secondsOf(request, 'expires'),
        },
        context.now(),
      );
      if (!result.ok) {
        const headers = result.status === 423 ? [{ name: 'min-expires', value: '30' }] : [];
        return context.gateway.respond(key, responseTo(request, result.status, { tag: context.gateway.endpoint.token(), headers }));
      }
      if (result.binding) bindings.set(device.device, result.binding);
      else bindings.delete(device.device);
      if (result.changed) save();
      answer(key, request, result.binding);
      const told = { at: context.now(), tenant: device.tenant, device: device.device };
      if (result.binding) context.signal({ kind: 'device.registered', ...told, expiresAt: result.binding.expiresAt });
      else if (result.changed) context.signal({ kind: 'device.unregistered', ...told });
    },
    route(device) {
      const binding = alive(device);
      if (!binding) return null;
      const flow: Flow = { transport: binding.transport, socket: binding.socket, ip: binding.ip, port: binding.port };
      return { uri: binding.contact, flow };
    },
    flowClosed(flow) {
      if (flow.transport === 'udp') return;
      for (const [id, binding] of bindings) if (binding.transport !== 'udp' && binding.socket === flow.socket) drop(id);
    },
    registrations: () =>
      [...bindings].flatMap(([id, binding]) => {
        const device = byId.get(id);
        return device && binding.expiresAt > context.now()
          ? [{ tenant: device.tenant, device: device.device, expiresAt: binding.expiresAt }]
          : [];
      }),
    close: () => clearInterval(sweep),
  };

  function answer(key: ServerKey, request: Request, binding: Binding | null): void {
    const left = binding ? Math.max(0, Math.round((binding.expiresAt - context.now()) / 1_000)) : 0;
    const uri = binding ? parseUri(binding.contact) : null;
    const contact = uri?.ok ? [{ display: '', uri: uri.value, params: new Map([['expires', String(left)]]) }] : [];
    context.log.debug('registered', { contact: contact.map(formatNameAddr), left });
    context.gateway.respond(key, responseTo(request, 200, { tag: context.gateway.endpoint.token(), contact }));
  }
}

function secondsIn(value: string | null | undefined): number | null {
  return value != null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function load(file: string): Map<DeviceId, Binding> {
  try {
    const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as [DeviceId, Binding][];
    // A connection ended with the process that had it, and its name will be another phone's: those phones connect and register again.
    return new Map(kept.filter(([, binding]) => binding.transport === 'udp'));
  } catch (error) {
    // None yet, or torn by a power cut: phones register again within minutes.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    return new Map();
  }
}
