// Which addresses a flow's HTTP request must not reach unless the tenant allows its host: everything that is not the public internet.
// IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates).

const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** `address` as text, without brackets or zone; what cannot be read counts as private. */
export function isPrivateAddress(address: string): boolean {
  if (!address.includes(':')) return isPrivateV4(address);
  const groups = groupsOf(address);
  if (!groups) return true;
  const tail = `${groups[6]! >> 8}.${groups[6]! & 255}.${groups[7]! >> 8}.${groups[7]! & 255}`;
  // IPv4 inside IPv6: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96).
  if (groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0)) return isPrivateV4(tail);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return isPrivateV4(tail);
  // 6to4 (2002::/16) carries the IPv4 address in its second and third groups.
  if (groups[0] === 0x2002) return isPrivateV4(`${groups[1]! >> 8}.${groups[1]! & 255}.${groups[2]! >> 8}.${groups[2]! & 255}`);
  // Only 2000::/3 is global unicast; of it 2001::/23 (protocols) and 2001:db8::/32 (documentation) are not.
  if ((groups[0]! & 0xe000) !== 0x2000) return true;
  return groups[0] === 0x2001 && (groups[1]! < 0x200 || groups[1] === 0xdb8);
}

function isPrivateV4(address: string): boolean {
  const value = valueOf(address);
  return (
    value === null || V4.some(([base, bits]) => Math.floor(value / 2 ** (32 - bits)) === Math.floor(valueOf(base)! / 2 ** (32 - bits)))
  );
}

function valueOf(address: string): number | null {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The eight groups of an IPv6 address (RFC 4291, section 2.2). */
function groupsOf(address: string): number[] | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const v4 = dotted ? valueOf(dotted[2]!) : null;
  if (dotted && v4 === null) return null;
  const text = dotted ? `${dotted[1]}${Math.floor(v4! / 65_536).toString(16)}:${(v4! % 65_536).toString(16)}` : address;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const read = (half: string) => (half === '' ? [] : half.split(':'));
  const [head, tail] = [read(halves[0]!), read(halves[1] ?? '')];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? all.map((group) => Number.parseInt(group, 16)) : null;
}
