// What can go wrong with messages and with chats of web pages.
import { entry } from './entry.ts';

export const MESSAGING_ERRORS = {
  'chat-site.not-found': entry(404, ['No such chat', '找不到该网页聊天'], ['There is no chat {id}.', '网页聊天 {id} 不存在。']),
  'chat-site.id-taken': entry(409, ['The id is taken', '该 id 已被使用'], ['There is a chat {id} already.', '已有网页聊天 {id}。']),
  'chat-site.too-many': entry(409, ['There are too many chats', '网页聊天太多'], ['There can be {most} at most.', '最多 {most} 个。']),
  'chat-site.bad-origin': entry(
    422,
    ['This is no address of a website', '网站地址无效'],
    ['"{origin}" is not like https://shop.example.', '“{origin}”不是 https://shop.example 这样的地址。'],
  ),
  'chat.not-here': entry(
    404,
    ['There is no chat here', '此处没有在线客服'],
    ['The key {key} belongs to no chat.', '密钥 {key} 不属于任何网页聊天。'],
  ),
  'chat.not-this-page': entry(
    403,
    ['The chat is not for this page', '该页面不能使用此聊天'],
    ['{origin} is not among the websites of this chat.', '{origin} 不在允许的网站之列。'],
  ),
  'chat.unknown-visitor': entry(
    401,
    ['Begin anew', '请重新开始'],
    ['The page is not known here; it asks for a new name.', '无法识别该页面，请重新进入。'],
  ),
  'message.not-yours': entry(
    403,
    ['Another agent has this chat', '该聊天由其他坐席处理'],
    ['Only who has it writes to the customer.', '只有当前负责的坐席可以回复客户。'],
  ),
  'message.contact-over': entry(409, ['The chat is over', '聊天已结束'], ['Nothing can be written in it any more.', '无法再发送消息。']),
  'offer.not-found': entry(
    404,
    ['No such offer', '找不到该分配'],
    ['It was answered, withdrawn or has expired, or is another’s.', '它已被应答、撤回或过期，或属于他人。'],
  ),
  'offer.by-phone': entry(409, ['This is answered by phone', '请用电话接听'], ['The offer is of a call.', '该分配是一个来电。']),
} as const;
