// What a policy lets through and what it refuses, with the fields that say why.
import { describe, expect, it } from 'vitest';
import { type BodyDraft, newRequest } from '../message/build.ts';
import { sipUri } from '../message/escape.ts';
import { nameAddr } from '../message/name-addr.ts';
import type { Header, Request } from '../message/types.ts';
import { screen } from './screen.ts';
import type { Policy } from './types.ts';

const policy: Policy = { methods: ['INVITE', 'BYE'], extensions: ['100rel', 'timer'], bodies: ['application/sdp'], forwards: true };
const us = nameAddr(sipUri({ host: 'h' }), { tag: 't' });
const request = (method: string, over: Partial<Request> = {}, headers: Header[] = [], body?: BodyDraft): Request => ({
  ...newRequest({
    method,
    uri: sipUri({ host: 'h' }),
    from: us,
    to: us,
    callId: 'c',
    cseq: 1,
    headers,
    ...(body === undefined ? {} : { body }),
  }),
  ...over,
});
const field = (name: string, value: string): Header => ({ name, value });
const sdp: BodyDraft = { type: 'application/SDP; charset=utf-8', text: 'v=0' };
const other: BodyDraft = { type: 'text/plain', text: 'x' };

describe('screen', () => {
  it.each([
    ['a plain INVITE', request('INVITE', {}, [], sdp), null],
    ['PRACK, which 100rel brings with it', request('PRACK'), null],
    ['a known method not served', request('REFER'), 405],
    ['an unknown method', request('DANCE'), 501],
    ['a scheme nobody knows', request('INVITE', { uri: { scheme: 'other', name: 'x', text: 'x:y' } }), 416],
    ['tel', request('INVITE', { uri: { scheme: 'tel', number: '110', params: new Map() } }), null],
    ['no hops left', request('INVITE', { maxForwards: 0 }), 483],
    ['no hops left for BYE, which goes no further', request('BYE', { maxForwards: 0 }), null],
    ['extensions we have', request('INVITE', {}, [field('require', 'Timer, 100rel')]), null],
    ['one extension we have not', request('INVITE', {}, [field('require', 'timer, precondition')]), 420],
    ['a body we cannot read', request('INVITE', {}, [], other), 415],
    ['a body that is optional', request('INVITE', {}, [field('content-disposition', 'icon;handling=optional')], other), null],
    ['a body in a code', request('INVITE', {}, [field('content-encoding', 'gzip')], sdp), 415],
    ['any body of a BYE', request('BYE', {}, [], other), null],
    ['an Accept that fits', request('INVITE', {}, [field('accept', 'text/html;q=0.1, application/*')]), null],
    ['an Accept that does not', request('INVITE', {}, [field('accept', 'text/html')]), 406],
  ])('%s', (_, one, status) => expect(screen(one, policy)?.status ?? null).toBe(status));

  it('says what is lacking', () => {
    expect(screen(request('INVITE', {}, [field('require', 'a, timer, b')]), policy)?.headers).toEqual([field('unsupported', 'a, b')]);
    expect(screen(request('REFER'), policy)?.headers).toEqual([field('allow', 'INVITE, BYE, ACK, CANCEL, PRACK')]);
  });
});
