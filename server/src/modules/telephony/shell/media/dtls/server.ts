// The server's side of the handshake (RFC 6347, figure 1). No cookie is asked for: ICE has found out that the far end is where it says.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DtlsAssociation, Handshake } from './association.ts';
import { newKeyExchange } from './key-exchange.ts';
import {
  certificate,
  certificateRequest,
  DtlsRefusal,
  exchangeParameters,
  HANDSHAKE,
  readCertificate,
  readCertificateVerify,
  readClientHello,
  readClientKeyExchange,
  serverHello,
  serverKeyExchange,
} from './messages.ts';
import type { HandshakeMessage } from './reassembly.ts';
import { mustBeSigned, signed } from './signatures.ts';

export class ServerHandshake implements Handshake {
  readonly #to: DtlsAssociation;
  readonly #exchange = newKeyExchange();
  #expected: number = HANDSHAKE.clientHello;
  #certificate = Buffer.alloc(0);

  constructor(to: DtlsAssociation) {
    this.#to = to;
  }

  start(): void {
    // The client speaks first.
  }

  message(message: HandshakeMessage): void {
    const { type, body } = message;
    if (type !== this.#expected) throw new DtlsRefusal(`message ${type} out of turn`);
    switch (type) {
      case HANDSHAKE.clientHello:
        this.#to.clientRandom = Buffer.from(readClientHello(body));
        this.#to.heard(message);
        this.#expected = HANDSHAKE.certificate;
        return this.#hello();
      case HANDSHAKE.certificate:
        this.#certificate = Buffer.from(readCertificate(body));
        this.#to.known(this.#certificate);
        this.#to.heard(message);
        this.#expected = HANDSHAKE.clientKeyExchange;
        return;
      case HANDSHAKE.clientKeyExchange: {
        const secret = this.#exchange.with(readClientKeyExchange(body));
        this.#to.heard(message);
        this.#to.exchanged(secret);
        this.#expected = HANDSHAKE.certificateVerify;
        return;
      }
      case HANDSHAKE.certificateVerify: {
        const { scheme, signature } = readCertificateVerify(body);
        mustBeSigned(this.#certificate, scheme, this.#to.transcript, signature);
        this.#to.heard(message);
        this.#expected = HANDSHAKE.finished;
        return;
      }
      default:
        if (body.length !== 12 || !timingSafeEqual(body, this.#to.finished('client'))) throw new DtlsRefusal('the handshake was touched');
        this.#to.heard(message);
        this.#expected = -1;
        this.#to.changeCipher();
        this.#to.say(HANDSHAKE.finished, this.#to.finished('server'));
        this.#to.flight(true);
        return this.#to.done();
    }
  }

  #hello(): void {
    const { identity } = this.#to.options;
    this.#to.serverRandom = randomBytes(32);
    const { point } = this.#exchange;
    const parameters = Buffer.concat([this.#to.clientRandom, this.#to.serverRandom, exchangeParameters(point)]);
    this.#to.say(HANDSHAKE.serverHello, serverHello(this.#to.serverRandom));
    this.#to.say(HANDSHAKE.certificate, certificate(identity.certificate));
    this.#to.say(HANDSHAKE.serverKeyExchange, serverKeyExchange(point, signed(parameters, identity.key)));
    this.#to.say(HANDSHAKE.certificateRequest, certificateRequest());
    this.#to.say(HANDSHAKE.serverHelloDone, Buffer.alloc(0));
    this.#to.flight();
  }
}
