// A request that came in: its dialog's, or a new one, answered by who it is for; before core has told the directory, and while we drain, asked to come again.
import { responseTo, type Flow, type Request, type ServerKey } from '@tandem/sip';
import { planOf } from '../../core/dial-plan.ts';
import { identify } from '../../core/identify.ts';
import type { Gate } from './admission.ts';
import type { EdgeContext } from './context.ts';
import { inDialog } from './leg-dialog.ts';
import { abilities } from './leg-effects.ts';
import { inviteArrived, userOf } from './leg-inbound.ts';
import type { Registrar } from './registrar.ts';
import type { Trunks } from './trunks.ts';

export type Reception = (key: ServerKey, request: Request, flow: Flow) => void;

/** `retryAfter`: seconds after which new business is welcome; null: it is now. */
export function createReception(
  context: EdgeContext,
  { registrar, trunks, gate, retryAfter }: { registrar: Registrar; trunks: Trunks; gate: Gate; retryAfter: () => string | null },
): Reception {
  const { gateway } = context;

  /** Come again in so many seconds. */
  const later = (key: ServerKey, request: Request, seconds: string): void => {
    const headers = [{ name: 'retry-after', value: seconds }];
    gateway.respond(key, responseTo(request, 503, { tag: gateway.endpoint.token(), headers }));
  };

  function onInvite(key: ServerKey, request: Request, flow: Flow): void {
    const who = identify(
      { transport: flow.transport, ip: flow.ip, port: flow.port, fromUser: userOf(request.from) },
      {
        trunkByAddress: (ip) => trunks.byAddress(ip),
        isDevice: (username) => registrar.byUsername(username) !== null,
        isRegisteredFrom: registrar.isRegisteredFrom,
      },
    );
    if (who.kind === 'trunk') {
      const again = gate.refusal(who.tenant, who.trunk);
      if (again !== null) return later(key, request, again);
      const { account = null, encryption } = trunks.get(who.trunk) ?? {};
      const party = { kind: 'trunk', trunk: who.trunk, account, encryption } as const;
      return void inviteArrived(context, key, request, flow, { tenant: who.tenant, plan: who.plan, party });
    }
    const device = registrar.prove(key, request, flow);
    if (!device) return;
    const plan = planOf(device.tenant, trunks.list());
    const party = { kind: 'device', device: device.device, encryption: device.encryption } as const;
    void inviteArrived(context, key, request, flow, { tenant: device.tenant, plan, party });
  }

  return (key, request, flow) => {
    if (inDialog(context, key, request, flow)) return;
    if (request.to.params.has('tag')) return gateway.respond(key, responseTo(request, 481));
    const tag = gateway.endpoint.token();
    const wait = retryAfter();
    if (wait !== null && ['REGISTER', 'INVITE'].includes(request.method)) return later(key, request, wait);
    switch (request.method) {
      case 'REGISTER':
        return registrar.handle(key, request, flow);
      case 'INVITE':
        return onInvite(key, request, flow);
      case 'OPTIONS': {
        const headers = [{ name: 'accept', value: 'application/sdp' }, ...abilities];
        return gateway.respond(key, responseTo(request, wait === null ? 200 : 503, { tag, headers }));
      }
      default:
        // Nothing else means anything outside a dialog (RFC 3261, section 12.2.2).
        return gateway.respond(key, responseTo(request, 481, { tag }));
    }
  };
}
