// A request to every route that is good but for who asks: the route's own faults must not be taken for a refusal.
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import { USUAL_RULES } from '@tandem/contract/api/routing-rules.ts';
import { writeWav } from '@tandem/rtp';
import { straightToQueue } from '../../server/src/modules/flow/index.ts';
import { digitalWorker } from './digital-worker.ts';
import { emergency } from './emergency.ts';
import { PASSWORD, type Member, type Side, type WorldCall } from './world-side.ts';

/** Whose things are asked for: an agent with a finished and a live call of his. */
export type Target = { member: Member; done: WorldCall; live: WorldCall };
export type Sample = {
  /** What stands in the path. */
  id?: string;
  body?: unknown;
  /** A code that says the request came through, though nothing was to be done. */
  fine?: string;
  /** The session of the caller does not outlive it. */
  ends?: boolean;
};

/** Half a second of it, as a recording is sent. */
const SILENCE = Buffer.from(writeWav({ sampleRate: 8_000, channels: 1, samples: new Int16Array(4_000) })).toString('base64');

let n = 0;
const text = { en: 'Made by a test', 'zh-CN': '测试所建' };
/** A fresh word that is a key, a user name and a trunk name alike. */
export const word = (): string => `made-${++n}`;

const NO_WORKER = 'agt_01990000-0000-7000-8000-00000000000a';
const NO_OFFER = 'off_01990000-0000-7000-8000-00000000000a';
const NO_CHAT = 'cht_01990000-0000-7000-8000-00000000000a';
const NO_LANE = 'lan_01990000-0000-7000-8000-00000000000a';
const NO_ACT = 'blk_01990000-0000-7000-8000-00000000000a';
const NO_IMPORT = 'imp_01990000-0000-7000-8000-00000000000a';
const peopleFile = (): string => Buffer.from(`email,name\n${word()}@north.test,Made\n`).toString('base64');

const limits = { measure: 'waiting', queue: null, comparison: 'at-least', warn: 5, alarm: null };
const board = { name: 'Room', shared: false, tiles: [{ measure: 'waiting', queue: null, width: 1, height: 1 }] };

let numbers = 0;

/** By operation, e.g. `GET /interactions/{id}`. */
export function samples({ ids, agent: own }: Side, { member, done, live }: Target): Readonly<Record<string, Sample>> {
  const none = {};
  const interaction = { id: done.interaction };
  const recording = { id: done.recording! };
  const call = { id: live.call };
  const customer = { id: live.customer };
  const agent = { id: member.agent };
  const queue = { id: ids.queue };
  const flow = { id: ids.flow };
  const prompt = { id: ids.prompt };
  const graph = straightToQueue(ids.queue as never);
  return {
    'GET /sessions/current': none,
    'GET /me': none,
    'PUT /me/password': { body: { present: `not ${PASSWORD}`, next: 'another good secret' }, fine: 'auth.wrong-password' },
    'DELETE /sessions/current': { ends: true },
    'GET /embedding': none,
    // None: whoever asks for a frame afterwards is told so.
    'PUT /embedding': { body: { origins: [] } },
    'POST /sessions/embedded': { fine: 'embedding.off' },
    'GET /interactions': none,
    'GET /interactions/count': none,
    'GET /interactions/{id}': interaction,
    'GET /interactions/{id}/events': interaction,
    'GET /interactions/{id}/messages': interaction,
    // No chat of theirs is open.
    'POST /interactions/{id}/messages': {
      ...interaction,
      body: { clientId: 'client-0001', kind: 'out', text: 'Hello' },
      fine: 'message.contact-over',
    },
    'PUT /interactions/{id}/messages/read': { ...interaction, body: { upTo: 1 }, fine: 'message.contact-over' },
    'POST /interactions/{id}/messages/typing': { ...interaction, fine: 'message.contact-over' },
    'POST /interactions/{id}/chat/end': { ...interaction, fine: 'message.contact-over' },
    'POST /offers/{id}/accept': { id: NO_OFFER, fine: 'offer.not-found' },
    'POST /offers/{id}/decline': { id: NO_OFFER, fine: 'offer.not-found' },
    'GET /chat-sites': none,
    'POST /chat-sites': { body: { name: text, greeting: text, colour: '#1355ff', queue: ids.queue, origins: [] } },
    'GET /chat-sites/{id}': { id: ids.chatSite },
    'PATCH /chat-sites/{id}': { id: ids.chatSite, body: { colour: '#aa0000' } },
    'DELETE /chat-sites/{id}': { id: NO_CHAT, fine: 'chat-site.not-found' },
    'GET /interactions/{id}/explain': interaction,
    'POST /interactions/{id}/reassign': { ...interaction, body: { priority: 1, note: 'why' }, fine: 'work.not-waiting' },
    'GET /waiting': none,
    // Who is there no more is told in his row.
    'POST /waiting/changes': { body: { interactions: [done.interaction], priority: 1, note: 'why' } },
    'POST /waiting/changes/{id}/undo': { id: NO_ACT, fine: 'bulk.not-found' },
    'PUT /interactions/{id}/wrap-up': { ...interaction, body: { disposition: 'other', resolved: true } },
    // It was wrapped up long ago; the customer is whose it is anyway.
    'POST /interactions/{id}/wrap-up/more': { ...interaction, fine: 'interaction.nothing-to-wrap-up' },
    'PUT /interactions/{id}/customer': { ...interaction, body: { customer: done.customer } },
    // Nobody said who he is.
    'DELETE /interactions/{id}/customer': { ...interaction, fine: 'interaction.not-joined' },
    'GET /recordings/{id}': recording,
    'GET /recordings/{id}/audio': recording,
    'GET /recordings/{id}/marks': recording,
    'POST /recordings/{id}/marks': { ...recording, body: { atMs: 0, text: 'Heard' } },
    'PATCH /recordings/{id}/marks/{mark}': { ...recording, body: { text: 'Heard again' }, fine: 'recording.mark-not-found' },
    'DELETE /recordings/{id}/marks/{mark}': { ...recording, fine: 'recording.mark-not-found' },
    // Whoever asked before may have it now.
    'GET /voicemails': none,
    'GET /voicemails/counts': none,
    'GET /voicemails/{id}': { id: ids.voicemail },
    'POST /voicemails/{id}/take': { id: ids.voicemail, fine: 'voicemail.taken' },
    'POST /voicemails/{id}/done': { id: ids.voicemail, fine: 'voicemail.taken' },
    'POST /voicemails/{id}/reopen': { id: ids.voicemail, fine: 'voicemail.taken' },
    'GET /conversations': none,
    'GET /conversations/{id}': { id: ids.conversation },
    'GET /conversation-rule': none,
    'PUT /conversation-rule': { body: { days: 30 } },
    'GET /dispositions': none,
    // Whoever reads first writes; the others are told that they come late.
    'PUT /dispositions': {
      body: {
        queue: null,
        version: 0,
        items: ['answered', 'other'].map((key) => ({ key, parent: null, name: text, resolved: null, next: null })),
      },
      fine: 'disposition.changed',
    },
    'DELETE /dispositions/{id}': queue,
    'GET /dispositions/history': none,
    'GET /matters': none,
    'POST /matters': { body: { customer: live.customer, title: 'A lamp', kind: 'order' } },
    'GET /matters/{id}': { id: ids.matter },
    'PATCH /matters/{id}': { id: ids.matter, body: { title: 'Another lamp' } },
    // Others ask for the one there is.
    'DELETE /matters/{id}': { id: 'mat_01990000-0000-7000-8000-00000000000a', fine: 'matter.not-found' },
    'POST /matters/{id}/link': { id: ids.matter, body: { interaction: ids.message } },
    'POST /matters/{id}/unlink': { id: ids.matter, body: { interaction: ids.message } },
    'GET /calls': none,
    'GET /calls/{id}/listen': { ...call, fine: 'call.no-audio' },
    // Neither has a phone of his own.
    'POST /calls/{id}/monitor': {
      ...call,
      body: { mode: 'listen' },
      fine: live.recording === null ? 'call.wrong-state' : 'call.no-agent',
    },
    'PATCH /calls/{id}/monitor': { ...call, body: { mode: 'barge' }, fine: 'monitor.none' },
    'DELETE /calls/{id}/monitor': { ...call, fine: 'monitor.none' },
    'POST /calls/{id}/hold': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/resume': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/transfer': {
      ...call,
      body: { target: 'nobody-there' },
      fine: live.recording === null ? 'call.wrong-state' : 'call.no-such-target',
    },
    'POST /calls/{id}/hang-up': call,
    'POST /calls/{id}/digits': { ...call, body: { digits: '1' }, fine: 'call.wrong-state' },
    // Only his own talk follows him; the agent has one phone, and nothing to carry it to.
    'POST /calls/{id}/carry': { ...call, body: {}, fine: member === own ? 'call.no-device' : 'call.wrong-state' },
    'DELETE /calls/{id}/carry': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/consult': {
      ...call,
      body: { target: 'nobody-there' },
      fine: live.recording === null ? 'call.wrong-state' : 'call.no-such-target',
    },
    'DELETE /calls/{id}/consult': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/swap': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/complete': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/conference': { ...call, fine: 'call.wrong-state' },
    'DELETE /calls/{id}/participants/{leg}': { ...call, fine: 'call.no-such-party' },
    // 7000 is no place: nobody is parked by it.
    'POST /calls/{id}/park': { ...call, body: { place: '7000' }, fine: live.recording === null ? 'call.wrong-state' : 'park.place-taken' },
    'POST /calls': { body: { to: 'nobody-there' }, fine: 'call.no-such-target' },
    'GET /parked': none,
    'POST /parked/{place}/fetch': { fine: 'park.nobody' },
    // In the year 2100: nobody's phone rings for it here.
    'POST /callbacks': {
      // Each of them another number: one is called back once.
      body: { address: `+86138002${String(++numbers).padStart(5, '0')}`, queue: ids.queue, notBefore: 4_102_444_800_000 },
      fine: 'callback.exists',
    },
    'GET /callbacks': none,
    'POST /callbacks/{id}/take': { id: 'int_01990000-0000-7000-8000-00000000000a', fine: 'callback.not-found' },
    'DELETE /callbacks/{id}': { id: 'int_01990000-0000-7000-8000-00000000000a', fine: 'callback.not-found' },
    'GET /customers': none,
    'GET /customers/{id}': customer,
    'PATCH /customers/{id}': { ...customer, body: { note: 'noted' } },
    'PUT /customers/{id}/numbers': { ...customer, body: { numbers: ['+8613800138000'] } },
    'GET /customers/{id}/records': customer,
    'GET /customers/{id}/timeline': customer,
    'POST /customers/{id}/erase': customer,
    'GET /directory': none,
    'GET /agents': none,
    'GET /agents/{id}': agent,
    // As it is: the others of this test go on. Nobody is put out who is still needed.
    'POST /agents/changes': { body: { agents: [member.agent], presence: 'available', note: 'why' } },
    'POST /agents/changes/{id}/undo': { id: NO_ACT, fine: 'bulk.not-found' },
    'POST /duty-changes': { body: { agents: [member.agent], joinQueues: [ids.queue], note: 'why' } },
    'POST /duty-changes/{id}/undo': { id: NO_ACT, fine: 'bulk.not-found' },
    'GET /duty-plans': none,
    'POST /duty-plans': { body: { agents: [member.agent], joinQueues: [ids.queue], note: 'why', from: Date.now() + 3_600_000 } },
    'POST /duty-plans/{id}/cancel': { id: 'dty_01990000-0000-7000-8000-00000000000a', fine: 'duty-plan.not-found' },
    'PUT /agents/{id}/forced-presence': { ...agent, body: { presence: 'available', note: 'why' } },
    'POST /agents/{id}/log-out': { id: 'agt_01990000-0000-7000-8000-00000000000a', body: { note: 'why' }, fine: 'agent.not-found' },
    'PUT /agents/{id}/presence': { ...agent, body: { presence: 'away', reason: 'tea', onQueue: false } },
    'GET /agents/{id}/skills': agent,
    'PUT /agents/{id}/skills': { ...agent, body: { skills: [{ skill: ids.skill, level: 40 }] } },
    'GET /sites': none,
    'GET /teams': none,
    'POST /sites': { body: { name: word(), zone: 'UTC' } },
    'PATCH /sites/{id}': { id: ids.site, body: { zone: 'UTC' } },
    'POST /teams': { body: { name: word() } },
    'PATCH /teams/{id}': { id: ids.red, body: { name: word() } },
    'DELETE /teams/{id}': { id: ids.red, fine: 'team.in-use' },
    'GET /agent-skills': none,
    'GET /queues': none,
    'GET /routing/rules': none,
    'PUT /routing/rules': { body: USUAL_RULES },
    'GET /queues/{id}': queue,
    'GET /queues/{id}/live': queue,
    'POST /queues': { body: { key: word(), name: text } },
    'PATCH /queues/{id}': { ...queue, body: { priority: 1 } },
    // The one there is leads on: a flow names it.
    'DELETE /queues/{id}': { ...queue, fine: 'queue.in-use' },
    'GET /skills': none,
    'PATCH /skills/{id}': { id: ids.skill, body: { name: text } },
    'DELETE /skills/{id}': { id: ids.skill, fine: 'skill.in-use' },
    'POST /skills': { body: { key: word(), name: text } },
    'GET /numbers': none,
    'POST /numbers': { body: { number: String(70_000 + ++n), flow: null } },
    'PATCH /numbers/{id}': { id: ids.number, body: { label: 'Support' } },
    // Others ask for the one there is.
    'DELETE /numbers/{id}': { id: 'num_01990000-0000-7000-8000-00000000000a', fine: 'number.not-found' },
    'GET /trunks': none,
    'POST /trunks': { body: { name: word(), addresses: [], host: 'carrier.test', port: 5060, country: 'CN', rules: [] } },
    'PATCH /trunks/{id}': { id: ids.trunk, body: { country: 'CN' } },
    // Others ask for the one there is.
    'DELETE /trunks/{id}': { id: 'trk_01997a3c-0000-7000-8000-000000000000', fine: 'trunk.not-found' },
    'POST /trunks/{id}/test-calls': { id: ids.trunk, body: { number: '13800138999' }, fine: 'test-call.running' },
    'GET /trunks/{id}/test-calls/{call}': { id: ids.trunk, fine: 'test-call.not-found' },
    'DELETE /trunks/{id}/test-calls/{call}': { id: ids.trunk, fine: 'test-call.not-found' },
    'GET /prompts': none,
    'POST /prompts': { body: { key: word(), kind: 'speech', name: text } },
    'GET /prompts/{id}': prompt,
    'GET /prompts/{id}/uses': prompt,
    'PATCH /prompts/{id}': { ...prompt, body: { name: text } },
    // Others ask for the one there is.
    'DELETE /prompts/{id}': { id: 'prm_01990000-0000-7000-8000-00000000000a', fine: 'prompt.not-found' },
    'PUT /prompts/{id}/recordings/{slot}': { ...prompt, body: { wav: SILENCE, source: 'upload' } },
    'POST /prompts/{id}/recordings/{slot}/speech': { ...prompt, body: { text: 'Hello.' } },
    'POST /prompts/{id}/recordings/{slot}/restore': { ...prompt, body: { version: 1 } },
    'GET /prompts/{id}/recordings/{slot}/audio': prompt,
    'GET /devices': none,
    'POST /devices': { body: { username: word(), agent: null } },
    // Who is no agent has none.
    'GET /me/phone': { fine: 'call.no-agent' },
    'POST /me/phone': { fine: 'call.no-agent' },
    'PUT /me/phone': { fine: 'call.no-agent' },
    'DELETE /me/phone': { fine: 'call.no-agent' },
    'GET /me/devices': none,
    // Somebody else's is none of the caller's.
    'PATCH /me/devices/{id}': { id: member.device, body: { ringsToo: true }, fine: 'device.not-found' },
    'PATCH /devices/{id}': { id: member.device, body: { agent: member.agent } },
    'DELETE /devices/{id}': { id: 'dev_01990000-0000-7000-8000-00000000000a', fine: 'device.not-found' },
    'GET /flows': none,
    'GET /flows/{id}': flow,
    'GET /flows/{id}/versions': flow,
    'POST /flows/validate': { body: { graph } },
    'POST /flows': { body: { key: word(), name: text, draft: graph } },
    'PUT /flows/{id}/draft': { ...flow, body: { draft: graph } },
    'POST /flows/{id}/publish': flow,
    'DELETE /flows/{id}': { ...flow, fine: 'flow.in-use' },
    'POST /routing/preview': {
      body: {
        from: { queue: ids.queue },
        at: '2026-11-29T18:05',
        customer: { known: true, level: 'VIP', language: 'en' },
        line: { waiting: 0, estimateMs: null, staffed: true },
        answers: [],
      },
    },
    // A day of long ago: nothing is in its log.
    'POST /what-if': { body: { day: '2026-01-02', queues: [{ queue: ids.queue, settings: { wrapUpMs: 0 } }] }, fine: 'what-if.running' },
    'GET /what-if': none,
    'GET /what-if/days': none,
    'GET /what-if/{id}': { id: ids.whatIf },
    'POST /what-if/{id}/cancel': { id: ids.whatIf, fine: 'what-if.over' },
    'GET /flow-nodes': none,
    'GET /flow-secrets': none,
    'PUT /flow-secrets': { body: { name: word(), value: 'well kept' } },
    'GET /flow-hosts': none,
    'PUT /flow-hosts': { body: { privateHosts: ['crm.internal'] } },
    'GET /hours': none,
    'POST /hours': { body: { key: word(), name: text, zone: 'UTC', week: [], special: [] } },
    'GET /hours/{id}': { id: ids.hours },
    'PATCH /hours/{id}': { id: ids.hours, body: { zone: 'Asia/Shanghai' } },
    // Others ask for the one there is.
    'DELETE /hours/{id}': { id: 'hrs_01990000-0000-7000-8000-00000000000a', fine: 'hours.not-found' },
    'GET /hours/{id}/now': { id: ids.hours },
    'POST /hours/preview': { body: { zone: 'UTC', week: [], special: [] } },
    'POST /hours/calendar': {
      body: { zone: 'UTC', text: 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20300101\nEND:VEVENT\nEND:VCALENDAR' },
    },
    'GET /users': none,
    'POST /users': { body: { email: `${word()}@north.test`, name: 'Made', role: 'agent', password: PASSWORD } },
    'PATCH /users/{id}': { id: member.user, body: { name: 'Renamed' } },
    'GET /user-imports': none,
    'GET /user-imports/template': none,
    'GET /user-imports/{id}': { id: ids.userImport },
    'POST /user-imports': { body: { filename: 'people.csv', content: peopleFile() } },
    'POST /user-imports/{id}/apply': { id: NO_IMPORT, body: { rows: 'all' }, fine: 'user-import.not-found' },
    'POST /user-imports/{id}/undo': { id: NO_IMPORT, fine: 'user-import.not-found' },
    'GET /company': none,
    'PATCH /company': { body: { country: 'CN' } },
    'GET /audit': none,
    'GET /history': none,
    'POST /history/{id}/restore': {
      id: 'evt_01990000-0000-7000-8000-00000000000a',
      body: { to: 'before' },
      fine: 'history.not-found',
    },
    'GET /me/second-factor': none,
    'POST /me/second-factor': { body: { password: PASSWORD } },
    'POST /me/second-factor/confirm': { body: { code: '000000' }, fine: 'second-factor.wrong-code' },
    'POST /me/second-factor/recovery-codes': { body: { code: '000000' }, fine: 'second-factor.off' },
    'POST /me/second-factor/off': { body: { password: PASSWORD, code: '000000' }, fine: 'second-factor.off' },
    'DELETE /users/{id}/second-factor': { id: member.user },
    'GET /security-policy': none,
    'PUT /security-policy': { body: { secondFactorRequired: false } },
    'GET /roles': none,
    'POST /roles': { body: { name: text, permissions: [{ action: 'queues:read', scope: 'tenant' }] } },
    'PATCH /roles/{id}': { id: ids.role, body: { like: 'agent' } },
    'DELETE /roles/{id}': { id: ids.role },
    'GET /api-keys': none,
    'POST /api-keys': { body: { name: word(), permissions: [{ action: 'queues:read', scope: 'tenant' }] } },
    'DELETE /api-keys/{id}': { id: ids.key },
    'GET /keys': none,
    'POST /keys/rotate': none,
    'GET /reports/queues': none,
    'GET /reports/queues/export': none,
    'GET /reports/numbers': none,
    'GET /reports/numbers/export': none,
    'GET /reports/agents': none,
    'GET /reports/agents/export': none,
    'GET /kpis': none,
    'GET /kpis/live': none,
    'GET /kpis/agents': none,
    'GET /kpis/definitions': none,
    'GET /storage': none,
    'GET /interactions/{id}/sip-trace': interaction,
    'GET /interactions/{id}/sip-trace/file': interaction,
    'GET /system/health': none,
    'POST /system/network-check': none,
    'GET /retention': none,
    'PUT /retention': { body: { logDays: null, recordingDays: null, personalDays: null, auditDays: null } },
    'POST /kpis/recompute': { body: { from: '2026-01-01', to: '2026-01-02' } },
    'GET /thresholds': none,
    'POST /thresholds': { body: limits },
    // None there: what others made is asked for by the others too.
    'PATCH /thresholds/{id}': { id: 'thr_01990000-0000-7000-8000-00000000000a', body: { warn: 9 }, fine: 'threshold.not-found' },
    'DELETE /thresholds/{id}': { id: 'thr_01990000-0000-7000-8000-00000000000a', fine: 'threshold.not-found' },
    'GET /alarms': none,
    'POST /alarms/{id}/acknowledge': {
      id: 'alm_01990000-0000-7000-8000-00000000000a',
      body: { level: 'warn', note: 'mine' },
      fine: 'alarm.not-found',
    },
    'GET /alerts': none,
    'GET /alerts/count': none,
    'GET /alert-limits': none,
    'PUT /alert-limits': { body: USUAL_ALERT_LIMITS },
    'POST /alerts/{id}/acknowledge': {
      id: 'alm_01990000-0000-7000-8000-00000000000a',
      body: { level: 'warn', note: 'mine' },
      fine: 'alarm.not-found',
    },
    'GET /wallboards': none,
    'POST /wallboards': { body: board },
    'PUT /wallboards/{id}': { id: 'wbd_01990000-0000-7000-8000-00000000000a', body: { ...board, version: 1 }, fine: 'wallboard.not-found' },
    'GET /matching': none,
    'GET /matching/{id}': queue,
    'PATCH /matching/{id}': { ...queue, body: { holdOut: 0.2 } },
    'POST /matching/{id}/learn': queue,
    'POST /matching/{id}/resume': queue,
    'GET /digital-workers': none,
    'POST /digital-workers': { body: digitalWorker(ids.flow) },
    'PATCH /digital-workers/{id}': { id: NO_WORKER, body: { on: false }, fine: 'worker.not-found' },
    'DELETE /digital-workers/{id}': { id: NO_WORKER, fine: 'worker.not-found' },
    'POST /digital-workers/{id}/pause': { id: NO_WORKER, fine: 'worker.not-found' },
    'POST /digital-workers/{id}/resume': { id: NO_WORKER, fine: 'worker.not-found' },
    'GET /lanes': none,
    'POST /lanes': { body: emergency() },
    'PATCH /lanes/{id}': { id: NO_LANE, body: { priority: 9 }, fine: 'lane.not-found' },
    'DELETE /lanes/{id}': { id: NO_LANE, fine: 'lane.not-found' },
    'POST /lanes/{id}/open': { id: NO_LANE, body: {}, fine: 'lane.not-found' },
    'POST /lanes/{id}/close': { id: NO_LANE, body: {}, fine: 'lane.not-found' },
    'POST /lanes/{id}/dismiss': { id: NO_LANE, body: {}, fine: 'lane.not-found' },
    'DELETE /wallboards/{id}': { id: 'wbd_01990000-0000-7000-8000-00000000000a', fine: 'wallboard.not-found' },
  };
}
