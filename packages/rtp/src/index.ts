// The door of @tandem/rtp: bytes and samples in, bytes and samples out; no socket, no clock, no package.
export { audioSilenceByte, decodeTable, encodeAudio, muLawDecode, muLawEncode, aLawDecode, aLawEncode, type G711 } from './g711.ts';
export { createRtpHeader, isRtcp, parseRtp, RTP_HEADER_BYTES, writeRtpHeader, type RtpHeader } from './packet.ts';
export { sequenceDelta, timestampDelta } from './sequence.ts';
export { estimateMos, mosOf, OPUS_NARROWBAND, ratingOf, type Equipment, type Impairment } from './emodel.ts';
export { buildBye, buildReceiverReport, buildSenderReport, parseRtcp, type ReportBlock, type RtcpPacket } from './rtcp.ts';
export { RtcpSession, type RemoteView, type Sending } from './rtcp-session.ts';
export { ReceptionStatistics } from './reception-statistics.ts';
export { JitterBuffer, type JitterOptions, type JitterStats } from './jitter-buffer.ts';
export { OpusDecoder, OpusEncoder, OpusLibrary, type OpusExports } from './opus-coder.ts';
export { OpusReception } from './opus-reception.ts';
export { digitOfEvent, eventOfDigit, TELEPHONE_EVENT_BYTES } from './telephone-event.ts';
export { TelephoneEventReceiver, type ReceivedDigit } from './telephone-event-receiver.ts';
export { TelephoneEventSender } from './telephone-event-sender.ts';
export { Mixer } from './mixer.ts';
export { renderDigit, renderTone, TONE_PLANS, type ToneName, type ToneRegion, type ToneSegment } from './tones.ts';
export { Goertzel } from './goertzel.ts';
export { DtmfDetector } from './dtmf-detector.ts';
export { LevelMeter, powerToDb } from './level-meter.ts';
export { readWav, wavHeader, WavError, writeWav, type Wav, type WavFormat } from './wav.ts';
export { muLawStereoToWav } from './recording-wav.ts';
export { SHORT_TAG_BYTES, SRTP_KEY_BYTES, SRTP_SALT_BYTES, TAG_BYTES, type SrtpMaster } from './srtp/keys.ts';
export { SRTP_OVERHEAD_BYTES, SrtpSender } from './srtp/protect.ts';
export { SrtpReceiver, type SrtpReceiverState } from './srtp/unprotect.ts';
export { hmacSha1Key, type HmacKey } from './srtp/hmac-sha1.ts';
export { bindingSuccess, isIntegral, isStun, parseBindingRequest, roleConflict, type BindingRequest } from './stun/message.ts';

/** Samples a second of everything in this package (G.711, RFC 3551 section 4.5.14; Opus is decoded to it). */
export const SAMPLE_RATE = 8_000;
/** One packet, one tick: 20 ms (the RFC 3551 default). */
export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;
