// What can go wrong with a tenant's own prompts and music, and with test calls over trunks.
import { entry } from './entry.ts';

const badAudio = (en: string, zh: string) => entry(422, ['The recording cannot be used', '该录音无法使用'], [en, zh]);

export const PROMPT_ERRORS = {
  'prompt.not-found': entry(404, ['Prompt not found', '找不到提示音'], ['There is no prompt {id}.', '没有提示音 {id}。']),
  'prompt.exists': entry(409, ['The key is taken', '标识已被使用'], ['There is a prompt {key} already.', '已有标识为 {key} 的提示音。']),
  'prompt.shipped': entry(
    409,
    ['The key is taken', '标识已被使用'],
    ['{key} is the name of something the product ships. Choose another.', '{key} 是系统自带提示音的名称，请换一个。'],
  ),
  'prompt.too-many': entry(
    409,
    ['There are too many prompts', '提示音过多'],
    ['A tenant has at most {most}. Remove some that are not used.', '每个租户最多 {most} 个，请先删除不用的。'],
  ),
  'prompt.in-use': entry(
    409,
    ['The prompt is in use', '提示音正在使用'],
    [
      'It is used in {places} places, listed under "errors". Take it out of them first.',
      '共有 {places} 处正在使用，见 "errors"。请先从这些地方移除。',
    ],
  ),
  'queue.unknown-music': entry(422, ['Unknown music', '未知的音乐'], ['There is no music {key}.', '没有音乐 {key}。']),
  'prompt.wrong-slot': entry(
    422,
    ['There is no such recording of it', '没有这种录音'],
    [
      'A prompt is recorded by language, music once for all ("all"); {slot} does not fit.',
      '语音提示按语言录制，音乐只有一份（“all”）；{slot} 不适用。',
    ],
  ),
  'prompt.no-version': entry(
    404,
    ['There is no such recording', '没有这个录音'],
    ['Version {version} of {slot} is not there (any more).', '{slot} 的第 {version} 版不存在或已不再保留。'],
  ),
  'prompt.too-large': entry(413, ['The file is too large', '文件过大'], ['At most {most} MB are taken.', '最大 {most} MB。']),
  'prompt.no-wav': badAudio('It is no WAV file. Save it as WAV (PCM).', '不是 WAV 文件。请另存为 WAV（PCM）。'),
  'prompt.no-pcm': badAudio('It is a WAV file, but not of PCM. Save it as PCM.', '是 WAV 文件，但不是 PCM 格式。请另存为 PCM。'),
  'prompt.bad-rate': badAudio('Its sampling rate is not between 8 and 48 kHz.', '采样率不在 8 至 48 kHz 之间。'),
  'prompt.bad-channels': badAudio('It has more than two channels. Save it as mono or stereo.', '声道超过两个。请另存为单声道或立体声。'),
  'prompt.bad-bits': badAudio('Its samples are not of 8, 16, 24 or 32 bits.', '采样位数不是 8、16、24 或 32 位。'),
  'prompt.cut-off': badAudio('The file ends before its sound does. Send it again.', '文件不完整，请重新上传。'),
  'prompt.empty': badAudio('There is less than a tenth of a second in it.', '录音不足十分之一秒。'),
  'prompt.too-long': badAudio('Prompts may be two minutes long, music five.', '提示语最长两分钟，音乐最长五分钟。'),
  'test-call.running': entry(
    409,
    ['A test call is being made', '正在进行测试呼叫'],
    ['Wait until it is over, or hang it up.', '请等待其结束，或先挂断。'],
  ),
  'test-call.too-many': entry(
    429,
    ['Too many test calls', '测试呼叫过多'],
    ['{most} an hour are allowed. Try again later.', '每小时最多 {most} 次，请稍后再试。'],
  ),
  'test-call.not-allowed': entry(
    422,
    ['This number is not called for a test', '不能对该号码进行测试呼叫'],
    ['Emergency numbers and names of devices are not called for a test.', '测试呼叫不能拨打紧急号码或设备名称。'],
  ),
  'test-call.not-found': entry(
    404,
    ['Test call not found', '找不到测试呼叫'],
    ['There is no test call {id} (any more).', '测试呼叫 {id} 不存在或已不再保留。'],
  ),
} as const;
