// Dialogs: made from both sides, routed loosely and strictly, kept in order, refreshed, ended; session timers and transfers beside them.
import { describe, expect, it } from 'vitest';
import { newRequest, responseTo } from '../message/build.ts';
import { sipUri } from '../message/escape.ts';
import { nameAddr } from '../message/name-addr.ts';
import { header, parseNameAddr } from '../message/read.ts';
import type { Header, NameAddr, Request, Response } from '../message/types.ts';
import { formatUri } from '../message/uri.ts';
import { acceptRequest, acceptResponse, confirmed } from './accept.ts';
import { ackInDialog, requestInDialog } from './build.ts';
import { dialogKey, dialogKeyOf, dialogKeyOfResponse, dialogOfRequest, dialogOfResponse } from './create.ts';
import { glareDelay, reinviteRefusal } from './reinvite.ts';
import { answerSession, proposeSession, readSession, retryInterval, sessionDelays } from './session-timer.ts';
import {
  notifyOfRefer,
  parseReferTo,
  parseReplaces,
  readEvent,
  readSipfrag,
  readSubscriptionState,
  replacedDialogKey,
} from './transfer.ts';
import type { Dialog } from './types.ts';

const address = (text: string): NameAddr => {
  const parsed = parseNameAddr(text);
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.value;
};
const alice = address('"Alice" <sip:alice@a.test>;tag=at');
const bob = address('<sip:bob@b.test>');
const invite = (headers: Header[] = []): Request => ({
  ...newRequest({
    method: 'INVITE',
    uri: bob.uri,
    from: alice,
    to: bob,
    callId: 'cid',
    cseq: 10,
    contact: [address('<sip:alice@192.0.2.1>')],
    headers,
  }),
  recordRoute: ['<sip:p2.test;lr>', '<sip:p1.test;lr>'].map(address),
});
const ok = (status = 200, tag = 'bt', headers: Header[] = []): Response =>
  responseTo(invite(), status, { tag, contact: [address('<sip:bob@192.0.2.2:5070>')], headers });
const uac = (response = ok()): Dialog => {
  const made = dialogOfResponse(invite(), response);
  if (!made.ok) throw new Error(made.why);
  return made.value;
};
const uas = (response = ok()): Dialog => dialogOfRequest(invite(), response);
const routes = (request: Request): string[] => request.route.map((one) => formatUri(one.uri));
const accepted = (dialog: Dialog, request: Request): Dialog => {
  const result = acceptRequest(dialog, request);
  if (!result.ok) throw new Error(result.why);
  return result.dialog;
};

describe('a dialog', () => {
  it('is the same seen from both sides', () => {
    expect([dialogKey(uac()), dialogKey(uas())]).toEqual(['cid at bt', 'cid bt at']);
    expect(dialogKeyOfResponse(ok())).toBe(dialogKey(uac()));
    expect(dialogKeyOf(requestInDialog(uac(), 'BYE').request)).toBe(dialogKey(uas()));
    expect(dialogKeyOf(invite())).toBeNull();
    expect(uac().routeSet.map((one) => formatUri(one.uri))).toEqual(['sip:p1.test;lr', 'sip:p2.test;lr']);
    expect(uas().routeSet.map((one) => formatUri(one.uri))).toEqual(['sip:p2.test;lr', 'sip:p1.test;lr']);
  });

  it('is made by provisional answers with a tag only', () => {
    expect(uac(ok(180)).state).toBe('early');
    expect(dialogOfResponse(invite(), responseTo(invite(), 180))).toEqual({ ok: false, why: 'no To tag' });
    expect(dialogOfResponse(invite(), responseTo(invite(), 486, { tag: 'x' })).ok).toBe(false);
    expect(confirmed(uas(ok(180))).state).toBe('confirmed');
  });

  it('routes requests loosely, or strictly where the first route knows no lr (12.2.1.1)', () => {
    const { request } = requestInDialog(uac(), 'BYE');
    expect([formatUri(request.uri), routes(request)]).toEqual(['sip:bob@192.0.2.2:5070', ['sip:p1.test;lr', 'sip:p2.test;lr']]);
    const strict = requestInDialog({ ...uac(), routeSet: [address('<sip:old.test>'), address('<sip:p2.test;lr>')] }, 'INFO').request;
    expect([formatUri(strict.uri), routes(strict)]).toEqual(['sip:old.test', ['sip:p2.test;lr', 'sip:bob@192.0.2.2:5070']]);
  });

  it('counts its requests up, and the ACK with its INVITE', () => {
    const first = requestInDialog(uac(), 'INFO');
    const second = requestInDialog(first.dialog, 'INVITE');
    expect([first.request.cseq.number, second.request.cseq.number, ackInDialog(second.dialog, 10).cseq]).toEqual([
      11,
      12,
      { number: 10, method: 'ACK' },
    ]);
    expect(second.request.contact).toEqual(invite().contact);
    expect(first.request.contact).toEqual([]);
    expect(requestInDialog(uas(), 'BYE').request.cseq.number).toBe(1);
  });

  it('refuses what comes out of order, and anything once it is over', () => {
    const info = requestInDialog(uac(), 'INFO');
    const later = requestInDialog(info.dialog, 'INFO');
    const after = accepted(uas(), later.request);
    expect(acceptRequest(after, info.request)).toMatchObject({ ok: false, status: 500 });
    const over = accepted(after, requestInDialog(later.dialog, 'BYE').request);
    expect(over.state).toBe('terminated');
    expect(acceptRequest(over, requestInDialog(later.dialog, 'INFO').request)).toMatchObject({ ok: false, status: 481 });
  });

  it('follows the target that a re-INVITE or its answer names, and no other request', () => {
    const moved = [address('<sip:alice@192.0.2.99>')];
    const reinvite = requestInDialog(uac(), 'INVITE', { contact: moved });
    expect(formatUri(accepted(uas(), reinvite.request).remoteTarget)).toBe('sip:alice@192.0.2.99');
    expect(formatUri(accepted(uas(), requestInDialog(uac(), 'INFO', { contact: moved }).request).remoteTarget)).toBe('sip:alice@192.0.2.1');
    const answer = responseTo(reinvite.request, 200, { contact: [address('<sip:bob@192.0.2.77>')] });
    expect(formatUri(acceptResponse(reinvite.dialog, reinvite.request, answer).remoteTarget)).toBe('sip:bob@192.0.2.77');
  });

  it('is confirmed with the route set of the 2xx, and ended by refusals that say so', () => {
    const early = { ...uac(ok(180)), routeSet: [] };
    const confirmedNow = acceptResponse(early, invite(), ok());
    expect([confirmedNow.state, confirmedNow.routeSet.length]).toEqual(['confirmed', 2]);
    expect(acceptResponse(early, invite(), ok(200, 'other-fork')).state).toBe('early');
    expect(acceptResponse(early, invite(), ok(486)).state).toBe('terminated');
    const info = requestInDialog(uac(), 'INFO');
    expect([481, 408, 500, 200].map((status) => acceptResponse(info.dialog, info.request, responseTo(info.request, status)).state)).toEqual(
      ['terminated', 'terminated', 'confirmed', 'confirmed'],
    );
  });

  it('settles glare (14.1)', () => {
    expect(reinviteRefusal({ ours: true, theirs: false }, 0)).toEqual({ status: 491, retryAfter: null });
    expect(reinviteRefusal({ ours: false, theirs: true }, 0.999)).toEqual({ status: 500, retryAfter: 10 });
    expect(reinviteRefusal({ ours: false, theirs: false }, 0)).toBeNull();
    expect([glareDelay(uac(), 0), glareDelay(uac(), 0.999), glareDelay(uas(), 0), glareDelay(uas(), 0.999)]).toEqual([
      2_100, 4_000, 0, 2_000,
    ]);
  });
});

describe('session timers (RFC 4028)', () => {
  const field = (name: string, value: string): Header => ({ name, value });
  const timer = field('supported', 'timer');
  it.each([
    ['nothing asked, nothing known', [], { ok: true, timer: null }],
    ['known, nothing asked', [timer], { ok: true, timer: { intervalS: 1_800, refresher: 'them' } }],
    ['asked for less than we wish', [timer, field('session-expires', '300')], { ok: true, timer: { intervalS: 300, refresher: 'them' } }],
    [
      'asked for more than we wish',
      [timer, field('session-expires', '7200;refresher=uas')],
      { ok: true, timer: { intervalS: 1_800, refresher: 'us' } },
    ],
    [
      'with a floor above our wish',
      [timer, field('session-expires', '7200'), field('min-se', '3600')],
      { ok: true, timer: { intervalS: 3_600, refresher: 'them' } },
    ],
    ['too short', [timer, field('session-expires', '30')], { ok: false, status: 422 }],
    [
      'a proxy asked for a phone that does not know',
      [field('session-expires', '600')],
      { ok: true, timer: { intervalS: 600, refresher: 'us' } },
    ],
  ])('are answered: %s', (_, headers, expected) => expect(answerSession(invite(headers), 1_800)).toMatchObject(expected));

  it('are understood alike by caller and callee', () => {
    const answer = answerSession(invite(proposeSession(600)), 1_800);
    if (!answer.ok) throw new Error('refused');
    const read = readSession(ok(200, 'bt', [...answer.headers]));
    expect([answer.timer, read]).toEqual([
      { intervalS: 600, refresher: 'them' },
      { intervalS: 600, refresher: 'us' },
    ]);
    expect(sessionDelays(read as never)).toEqual({ refreshMs: 300_000, endMs: 568_000 });
    expect(sessionDelays({ intervalS: 90, refresher: 'them' })).toEqual({ refreshMs: null, endMs: 60_000 });
    expect(retryInterval(responseTo(invite(), 422, { headers: [field('min-se', '900')] }))).toBe(900);
  });
});

describe('transfer', () => {
  const refer = (value: string): Request => requestInDialog(uac(), 'REFER', { headers: [{ name: 'refer-to', value }] }).request;
  it('reads where a REFER sends us, and whose call is to be taken over', () => {
    expect(parseReferTo(refer('<sip:4002@h;method=INVITE>'))).toMatchObject({ method: 'INVITE', replaces: null });
    const attended = parseReferTo(refer('<sip:bob@h?Replaces=cid%3Bto-tag%3Dbt%3Bfrom-tag%3Dat>'));
    expect(attended?.replaces).toEqual({ callId: 'cid', toTag: 'bt', fromTag: 'at', earlyOnly: false });
    expect(attended !== null && formatUri(attended.uri)).toBe('sip:bob@h');
    expect(attended?.replaces != null && replacedDialogKey(attended.replaces)).toBe(dialogKey(uas()));
    expect(parseReferTo(refer('<sip:bob@h?Replaces=cid>'))).toBeNull();
    expect(parseReferTo(refer('nonsense'))).toBeNull();
  });

  it.each([
    ['a@b;from-tag=1;to-tag=2;early-only', { callId: 'a@b', toTag: '2', fromTag: '1', earlyOnly: true }],
    ['a;to-tag=1', null],
    [';to-tag=1;from-tag=2', null],
    ['a', null],
  ])('reads Replaces %s', (text, expected) => expect(parseReplaces(text)).toEqual(expected));

  it('reports on it', () => {
    const last = notifyOfRefer(uas(), 11, 486).request;
    expect([readSipfrag(last), readEvent(last), readSubscriptionState(last)]).toEqual([
      486,
      { event: 'refer', id: '11' },
      { state: 'terminated', expiresS: null, reason: 'noresource' },
    ]);
    expect(readSubscriptionState(notifyOfRefer(uas(), 11, 100).request)).toEqual({ state: 'active', expiresS: 60, reason: null });
    expect(header(last, 'content-type')).toBe('message/sipfrag;version=2.0');
    expect(nameAddr(sipUri({ host: 'h' })).params.size).toBe(0);
  });
});
