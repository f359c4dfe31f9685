import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../src/exit.ts';
import type { Exporter } from '../../src/imports/from/map-file.ts';
import { readParts } from '../../src/imports/read-parts.ts';

const nowMs = Date.UTC(2025, 9, 20);

function read(exporter: Exporter, text: string) {
  const { parts, bad, empty } = readParts(text, 'export.csv', { exporter, nowMs });
  const lines = parts.flatMap(({ body }) => body.trimEnd().split('\n'));
  const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { rows, bad, empty };
}

function complaint(exporter: Exporter, text: string): string {
  try {
    read(exporter, text);
  } catch (error) {
    if (error instanceof CommandFailure) return error.message;
    throw error;
  }
  return 'nothing';
}

// The columns of the table as LiteLLM's own schema has them.
const spendLogs =
  'request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,request_duration_ms,' +
  'completionStartTime,model,model_id,model_group,custom_llm_provider,api_base,user,metadata,cache_hit,cache_key,request_tags,' +
  'team_id,organization_id,end_user,requester_ip_address,messages,response,session_id,status,mcp_namespaced_tool_name,agent_id,' +
  'proxy_server_request';

function spendLog(values: Record<string, string>): string {
  const cells = spendLogs.split(',').map((name) => `"${(values[name] ?? '').replaceAll('"', '""')}"`);
  return cells.join(',');
}

const call = {
  request_id: 'chatcmpl-1',
  call_type: 'acompletion',
  api_key: 'f00d',
  spend: '1.2345678915e-05',
  prompt_tokens: '100',
  completion_tokens: '20',
  startTime: '2025-10-05 10:00:00.123',
  model: 'anthropic/claude-sonnet-4-5',
  custom_llm_provider: 'anthropic',
  metadata: '{"user_api_key_alias": "My key", "user_api_key_team_alias": "blue"}',
};

describe("LiteLLM's spend logs", () => {
  it('are calls at the cost that was booked, under the alias of their key', () => {
    const { rows } = read('litellm', `${spendLogs}\n${spendLog(call)}\n`);
    expect(rows).toEqual([
      {
        id: 'chatcmpl-1',
        time: '2025-10-05T10:00:00.123Z',
        agent: 'My-key',
        team: 'blue',
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        input_tokens: 100,
        output_tokens: 20,
        cost_usd: '0.000012346',
      },
    ]);
  });

  it('name the agent, the customer and the session where they know them, and the provider as the price book does', () => {
    const more = {
      agent_id: 'coder',
      end_user: 'ada',
      session_id: 's1',
      custom_llm_provider: 'vertex_ai',
      model: 'gemini-2.5-pro',
    };
    const { rows } = read('litellm', `${spendLogs}\n${spendLog({ ...call, ...more, metadata: '{}', spend: '0.5' })}\n`);
    expect(rows[0]).toMatchObject({
      agent: 'coder',
      user: 'ada',
      run: 's1',
      provider: 'google',
      model: 'gemini-2.5-pro',
      cost_usd: '0.5',
    });
    const keyed = read('litellm', `${spendLogs}\n${spendLog({ ...call, metadata: '', custom_llm_provider: '' })}\n`);
    expect(keyed.rows[0]).toMatchObject({ agent: 'f00d', provider: 'anthropic', model: 'claude-sonnet-4-5' });
  });

  it('have calls that failed and cost nothing, which are none; and what is wrong is told by line', () => {
    const failed = { ...call, status: 'failure', spend: '0', prompt_tokens: '0', completion_tokens: '0' };
    const text = [spendLogs, spendLog(failed), spendLog({ ...call, spend: 'much' }), spendLog(call)].join('\n');
    const { rows, bad, empty } = read('litellm', text);
    expect([rows.length, empty]).toEqual([1, 1]);
    expect(bad).toEqual([{ line: 3, field: 'spend', problem: '"much" is no amount' }]);
  });

  it('come as lines of JSON too, as the API has them', () => {
    const { rows } = read(
      'litellm',
      `${JSON.stringify({ ...call, spend: 1.5e-7, startTime: '2025-10-05T10:00:00+00:00', metadata: {} })}\n`,
    );
    expect(rows[0]).toMatchObject({ cost_usd: '0.00000015', time: '2025-10-05T10:00:00+00:00', agent: 'f00d' });
  });

  it('are told from other tables of LiteLLM', () => {
    expect(
      complaint('litellm', 'id,date,api_key,model,spend,prompt_tokens,completion_tokens\n1,2025-10-05,k,m,1,1,1\n'),
    ).toBe(
      "export.csv is not of a form that is known\nLiteLLM's table LiteLLM_SpendLogs: it has no request_id, no startTime",
    );
  });
});

// Headers of real exports of OpenAI's dashboard.
const usageHead =
  'start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,' +
  'input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens,input_text_tokens,output_text_tokens,' +
  'input_cached_text_tokens,input_audio_tokens,input_cached_audio_tokens,output_audio_tokens,input_image_tokens,' +
  'input_cached_image_tokens,output_image_tokens';
const day = '1759622400,1759708800,2025-10-05T00:00:00+00:00,2025-10-06T00:00:00+00:00';
const used = `${day},proj_a,10.0,user-u,key_1,gpt-4o-2024-08-06,FALSE,default,59200.0,10646.0,5760.0,53440.0,53440.0,10646.0,5760.0,0.0,0.0,0.0,0.0,0.0,0.0`;
const costHead =
  'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,' +
  'api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source';

describe("OpenAI's exports", () => {
  it('of usage are tokens of a day, by key and model, to be priced; days without any are none', () => {
    const { rows, empty } = read('openai', `${usageHead}\n${used}\n${day}${','.repeat(20)}\n`);
    expect(empty).toBe(1);
    expect(rows).toEqual([
      {
        id: expect.any(String) as string,
        time: '2025-10-05T00:00:00+00:00',
        agent: 'key_1',
        user: 'user-u',
        team: 'proj_a',
        provider: 'openai',
        model: 'gpt-4o-2024-08-06',
        service_tier: 'default',
        input_tokens: 59_200,
        output_tokens: 10_646,
        cache_read_tokens: 5_760,
      },
    ]);
  });

  it('of costs are what was billed, to the nano-dollar, by model or by what else was sold', () => {
    const text = [
      costHead,
      `${day},,,,,,,,,,,,,`,
      `${day},0.003835980000000000000000000000,usd,,,,,,proj_a,org-1,Site A,Org,someone@example.com,`,
      `${day.replaceAll('+00:00', '')},0.8958740000000000,usd,1000,tokens,"gpt-5-nano, input_tokens",,key_1,proj_a,org-1,,Org,,`,
      `${day},0.01,usd,,,web search tool calls,,key_1,proj_a,org-1,,Org,,`,
    ].join('\n');
    const { rows, empty } = read('openai', text);
    expect(empty).toBe(1);
    const id = expect.any(String) as string;
    expect(rows).toEqual([
      { id, time: '2025-10-05T00:00:00+00:00', agent: 'Site-A', team: 'Site-A', cost_usd: '0.00383598' },
      {
        id,
        time: '2025-10-05T00:00:00Z',
        agent: 'key_1',
        team: 'proj_a',
        provider: 'openai',
        model: 'gpt-5-nano',
        input_tokens: 0,
        output_tokens: 0,
        cost_usd: '0.895874',
      },
      {
        id,
        time: '2025-10-05T00:00:00+00:00',
        agent: 'key_1',
        team: 'proj_a',
        tool: 'web-search-tool-calls',
        cost_usd: '0.01',
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('someone@example.com');
  });

  it('name a row by what it is of: another figure for it is no second row', () => {
    const idsOf = (text: string) => read('openai', `${usageHead}\n${text}\n`).rows.map(({ id }) => id);
    const [first] = idsOf(used);
    expect(idsOf(used.replace('59200.0', '59300.0'))).toEqual([first]);
    expect(idsOf(used.replace('key_1', 'key_2'))).not.toEqual([first]);
    expect(new Set(idsOf(`${used}\n${used}`)).size).toBe(2);
  });

  it.each([
    ['model', used.replace('gpt-4o-2024-08-06', ''), /grouped by model/],
    ['input_audio_tokens', used.replace(/5760\.0,0\.0/, '5760.0,7.0'), /import the cost export/],
    ['input_tokens', used.replace('59200.0', '59200.5'), /no whole number/],
    ['start_time_iso', used.replace('2025-10-05T00:00:00+00:00', 'Sunday'), /no time/],
    ['end_time', used.replace('1759708800', '1761091200'), /not over/],
  ])('of usage are refused by line where %s does not fit', (field, row, problem) => {
    const { rows, bad } = read('openai', `${usageHead}\n${row}\n`);
    expect([rows.length, bad]).toEqual([0, [{ line: 2, field, problem: expect.stringMatching(problem) as string }]]);
  });

  it('of costs are refused in another currency; and what is neither is told apart', () => {
    const { bad } = read('openai', `${costHead}\n${day},1,eur,,,,,,,,,,,\n`);
    expect(bad).toMatchObject([{ field: 'amount_currency', problem: 'is "eur", and not USD' }]);
    expect(complaint('openai', 'date,cost\n2025-10-05,1\n')).toMatch(
      /cost export: it has no start_time_iso.*\n.*usage export: it has no/,
    );
  });
});
