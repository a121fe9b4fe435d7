// The client's side of the handshake (RFC 6347, figure 1): hello, with a cookie where one is asked for; then proof and keys.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DtlsAssociation, Handshake } from './association.ts';
import { newKeyExchange } from './key-exchange.ts';
import {
  certificate,
  certificateVerify,
  clientHello,
  clientKeyExchange,
  DtlsRefusal,
  HANDSHAKE,
  readCertificate,
  readHelloVerify,
  readServerHello,
  readServerKeyExchange,
} from './messages.ts';
import type { HandshakeMessage } from './reassembly.ts';
import { mustBeSigned, signed } from './signatures.ts';

export class ClientHandshake implements Handshake {
  readonly #to: DtlsAssociation;
  #expected: readonly number[] = [HANDSHAKE.helloVerify, HANDSHAKE.serverHello];
  #certificate = Buffer.alloc(0);
  #theirPoint = Buffer.alloc(0);

  constructor(to: DtlsAssociation) {
    this.#to = to;
  }

  start(): void {
    if (this.#to.clientRandom.length > 0) return;
    this.#to.clientRandom = randomBytes(32);
    this.#hello(Buffer.alloc(0));
  }

  message(message: HandshakeMessage): void {
    const { type, body } = message;
    if (!this.#expected.includes(type)) throw new DtlsRefusal(`message ${type} out of turn`);
    switch (type) {
      case HANDSHAKE.helloVerify:
        this.#to.forget();
        this.#hello(readHelloVerify(body));
        this.#expected = [HANDSHAKE.serverHello];
        return;
      case HANDSHAKE.serverHello:
        this.#to.serverRandom = Buffer.from(readServerHello(body));
        this.#expected = [HANDSHAKE.certificate];
        break;
      case HANDSHAKE.certificate:
        this.#certificate = Buffer.from(readCertificate(body));
        this.#to.known(this.#certificate);
        this.#expected = [HANDSHAKE.serverKeyExchange];
        break;
      case HANDSHAKE.serverKeyExchange: {
        const { point, parameters, scheme, signature } = readServerKeyExchange(body);
        mustBeSigned(this.#certificate, scheme, Buffer.concat([this.#to.clientRandom, this.#to.serverRandom, parameters]), signature);
        this.#theirPoint = Buffer.from(point);
        // Both sides prove themselves (RFC 5763, section 5).
        this.#expected = [HANDSHAKE.certificateRequest];
        break;
      }
      case HANDSHAKE.certificateRequest:
        this.#expected = [HANDSHAKE.serverHelloDone];
        break;
      case HANDSHAKE.serverHelloDone:
        this.#to.heard(message);
        this.#answer();
        this.#expected = [HANDSHAKE.finished];
        return;
      default:
        if (body.length !== 12 || !timingSafeEqual(body, this.#to.finished('server'))) throw new DtlsRefusal('the handshake was touched');
        this.#expected = [];
        return this.#to.done();
    }
    this.#to.heard(message);
  }

  #hello(cookie: Buffer): void {
    this.#to.say(HANDSHAKE.clientHello, clientHello(this.#to.clientRandom, cookie));
    this.#to.flight();
  }

  #answer(): void {
    const { identity } = this.#to.options;
    const exchange = newKeyExchange();
    const secret = exchange.with(this.#theirPoint);
    this.#to.say(HANDSHAKE.certificate, certificate(identity.certificate));
    this.#to.say(HANDSHAKE.clientKeyExchange, clientKeyExchange(exchange.point));
    this.#to.exchanged(secret);
    this.#to.say(HANDSHAKE.certificateVerify, certificateVerify(signed(this.#to.transcript, identity.key)));
    this.#to.changeCipher();
    this.#to.say(HANDSHAKE.finished, this.#to.finished('client'));
    this.#to.flight();
  }
}
