import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { InvalidRange } from '../../src/services/outbound/address-ranges.ts';
import {
  createTargetGuard,
  TargetForbidden,
  type ResolveAddresses,
  type TargetGuard,
} from '../../src/services/outbound/target-guard.ts';

const closed = createTargetGuard({ allowedPrivate: [] });
const open = createTargetGuard({ allowedPrivate: ['0.0.0.0/0', '::/0'] });

/** What the guard says of a URL: its message, or null where it lets it pass. */
function verdict(guard: TargetGuard, url: string): string | null {
  try {
    guard.checkUrl(new URL(url));
    return null;
  } catch (error) {
    if (!(error instanceof TargetForbidden)) throw error;
    return error.message;
  }
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const publicHosts = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.1',
  '198.17.0.1',
];
const publicIPv6 = ['2606:4700:4700::1111', '2001:4860:4860::8888', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'];

/** First and last addresses of the ranges of the IANA registries, and ways to write some of them. */
const specialHosts = words(`
  0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1
  127.255.255.255 169.254.0.1 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.1 192.0.2.1
  192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.0 192.168.255.255 192.175.48.1 198.18.0.0
  198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  0x7f.1 0x7f000001 2130706433 017700000001 127.1 127.0.1 0 0x0a.0.0.1 192.168.257 127.0.0.1.
  １２７.0.0.1 127。0。0。1
`);

const specialIPv6 = words(`
  :: ::1 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::127.0.0.1
  ::ffff:0:127.0.0.1 ::8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1
  2001:0:7f00:1:: 2001:10::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:808:808::1 3fff::1
  5f00::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1 4000::1 2606:4700::5efe:a00:1
`);

describe('a literal address', () => {
  it.each([...publicHosts, ...publicIPv6.map((host) => `[${host}]`)])('%s passes', (host) => {
    expect(verdict(closed, `https://${host}/v1`)).toBeNull();
  });

  it.each([...specialHosts, ...specialIPv6.map((host) => `[${host}]`)])('%s does not', (host) => {
    expect(verdict(closed, `http://${host}/v1`)).toContain('COFFERDAM_ALLOW_PRIVATE_TARGETS');
    expect(verdict(open, `http://${host}/v1`)).toBeNull();
  });

  it.each(
    words(`
      169.254.169.254 0xa9fea9fe 2852039166 169.254.43518 169.254.170.2 169.254.170.23
      100.100.100.200 168.63.129.16 [fd00:ec2::254] [fd00:0ec2:0:0::0254] [::ffff:169.254.169.254]
      [::ffff:a9fe:a9fe] [64:ff9b::a9fe:a9fe] [2002:a9fe:a9fe::1] [64:ff9b:1::169.254.169.254] [::169.254.169.254] [::ffff:0:169.254.169.254]
      [2001:0:a9fe:a9fe::] [2001:0:808:808:0:0:5601:5601] metadata.google.internal
      METADATA.google.internal. metadata.goog metadata instance-data
    `),
  )('%s never does, whatever is allowed', (host) => {
    expect(verdict(open, `http://${host}/latest`)).toContain('never reached');
    expect(verdict(closed, `http://${host}/latest`)).toContain('never reached');
  });

  it('passes in the ranges that were allowed, in every form of it, and not beside them', () => {
    const guard = createTargetGuard({ allowedPrivate: ['127.0.0.0/8', 'fd12::/16'] });
    for (const host of ['127.0.0.1', '127.9.9.9', '0x7f.1', '[::ffff:127.0.0.1]', '[fd12:1::1]'])
      expect(verdict(guard, `http://${host}:8080/`)).toBeNull();
    for (const host of ['10.0.0.1', '[::1]', '[fd13::1]', '0.0.0.0', '[::ffff:10.0.0.1]'])
      expect(verdict(guard, `http://${host}:8080/`)).not.toBeNull();
  });
});

describe('a URL', () => {
  it.each(['ftp://1.1.1.1/', 'file:///etc/passwd', 'data:text/plain,x', 'gopher://1.1.1.1/', 'ws://1.1.1.1/'])(
    '%s has a scheme that is not called',
    (url) => {
      expect(verdict(open, url)).toContain('use http or https');
    },
  );

  it('with a name passes: the name is checked when it is looked up', () => {
    for (const name of ['api.openai.com', 'localhost', 'printer.local'])
      expect(verdict(closed, `https://${name}/`)).toBeNull();
  });
});

function resolving(...answers: (readonly string[])[]): { resolve: ResolveAddresses; asked: () => number } {
  let count = 0;
  return {
    asked: () => count,
    async resolve() {
      const answer = answers[Math.min(count, answers.length - 1)]!;
      count += 1;
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

function lookUp(guard: TargetGuard, name: string, all: boolean): Promise<string | LookupAddress[]> {
  return new Promise((resolve, reject) => {
    guard.lookup(name, { all }, (error, address) => (error === null ? resolve(address) : reject(error)));
  });
}

describe('a name', () => {
  it('is refused where any of its addresses is, with the address named', async () => {
    for (const bad of ['10.0.0.7', '::1', '169.254.169.254', '::ffff:127.0.0.1', 'fe80::1%eth0', 'nonsense']) {
      const { resolve } = resolving(['1.1.1.1', bad]);
      const guard = createTargetGuard({ allowedPrivate: [], resolve });
      for (const all of [true, false])
        await expect(lookUp(guard, 'example.com', all)).rejects.toMatchObject({
          code: 'TARGET_FORBIDDEN',
          target: `example.com (${bad})`,
        });
    }
  });

  it('gives the addresses that were checked, all or the first', async () => {
    const { resolve } = resolving(['1.1.1.1', '2606:4700::1']);
    const guard = createTargetGuard({ allowedPrivate: [], resolve });
    expect(await lookUp(guard, 'example.com', true)).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
    expect(await lookUp(guard, 'example.com', false)).toBe('1.1.1.1');
  });

  it('that is an address is that address, and is checked as one', async () => {
    const { resolve, asked } = resolving(['1.1.1.1']);
    const guard = createTargetGuard({ allowedPrivate: [], resolve });
    expect(await lookUp(guard, '8.8.8.8', true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    for (const host of ['127.0.0.1', '::1', '::ffff:10.0.0.1', '169.254.169.254'])
      await expect(lookUp(guard, host, true)).rejects.toBeInstanceOf(TargetForbidden);
    expect(asked()).toBe(0);
  });

  it('of a metadata host is not even looked up', async () => {
    const { resolve, asked } = resolving(['1.1.1.1']);
    const guard = createTargetGuard({ allowedPrivate: ['0.0.0.0/0'], resolve });
    await expect(lookUp(guard, 'Metadata.Google.Internal.', true)).rejects.toThrow('never reached');
    expect(asked()).toBe(0);
  });

  it('without an address, or that cannot be looked up, is an error of the lookup', async () => {
    const none = createTargetGuard({ allowedPrivate: [], resolve: resolving([]).resolve });
    await expect(lookUp(none, 'gone.example', true)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const failing = createTargetGuard({ allowedPrivate: [], resolve: () => Promise.reject(new Error('EAI_AGAIN')) });
    await expect(lookUp(failing, 'gone.example', true)).rejects.toThrow('EAI_AGAIN');
  });
});

describe('under undici', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  async function listening(): Promise<{ port: number; calls: () => number }> {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end('reached');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return { port: (server.address() as AddressInfo).port, calls: () => calls };
  }

  function agentOf(guard: TargetGuard): Agent {
    const agent = new Agent({ connect: { lookup: guard.lookup } });
    closing.push(() => agent.close());
    return agent;
  }

  it('the address that was checked is the one that is called', async () => {
    const { port } = await listening();
    const { resolve } = resolving(['127.0.0.1']);
    const dispatcher = agentOf(createTargetGuard({ allowedPrivate: ['127.0.0.0/8'], resolve }));
    const { body } = await request(`http://made-up.invalid:${port}/`, { dispatcher });
    expect(await body.text()).toBe('reached');
  });

  it('an address in the URL is not looked up at all: checkUrl is what stops it', async () => {
    const { port } = await listening();
    const { resolve, asked } = resolving(['1.1.1.1']);
    const guard = createTargetGuard({ allowedPrivate: [], resolve });
    for (const host of ['127.0.0.1', '0x7f.1', '[::ffff:127.0.0.1]']) {
      const url = `http://${host}:${port}/`;
      const { body } = await request(url, { dispatcher: agentOf(guard) });
      expect(await body.text()).toBe('reached');
      expect(verdict(guard, url)).toContain('COFFERDAM_ALLOW_PRIVATE_TARGETS');
    }
    expect(asked()).toBe(0);
  });

  it('a name that turns to a private address at its second lookup is refused then', async () => {
    const { port, calls } = await listening();
    const { resolve, asked } = resolving(['198.51.100.9'], ['127.0.0.1']);
    const guard = createTargetGuard({ allowedPrivate: ['198.51.100.0/24'], resolve });
    expect(await lookUp(guard, 'rebind.invalid', false)).toBe('198.51.100.9');
    await expect(request(`http://rebind.invalid:${port}/`, { dispatcher: agentOf(guard) })).rejects.toBeInstanceOf(
      TargetForbidden,
    );
    expect([asked(), calls()]).toEqual([2, 0]);
  });
});

describe('a range that is none is named', () => {
  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    'localhost/8',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '',
    '::ffff:10.0.0.0/104',
    'fe80::%eth0/64',
  ])('"%s"', (range) => {
    const make = (): unknown => createTargetGuard({ allowedPrivate: ['127.0.0.0/8', range] });
    expect(make).toThrow(InvalidRange);
    expect(make).toThrow(`"${range}"`);
  });
});
