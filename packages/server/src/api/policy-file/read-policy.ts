import { namedWhere } from '../../services/policy-file/named-field.ts';
import type { Policy, PolicyChannel } from '../../services/policy-file/policy.ts';
import { readRules } from '../anomalies/render.ts';
import { termsOf } from '../budgets/schemas.ts';
import { policyOf } from '../call-policy.ts';
import { newChannelOf } from '../channels/schemas.ts';
import { storedPriceOf } from '../prices/override-fields.ts';
import type { ChannelDocument, PolicyDocument } from './schemas.ts';

function targetOf(channel: ChannelDocument): Pick<PolicyChannel, 'target' | 'secrets' | 'made'> {
  switch (channel.kind) {
    case 'webhook':
      return { target: { url: channel.url }, secrets: {}, made: newChannelOf(channel) };
    case 'slack': {
      const { url } = channel;
      // Without its address it is only ever compared with one that is there.
      const made = newChannelOf({ ...channel, url: url ?? 'https://hooks.slack.com/' });
      return { target: {}, secrets: url === undefined ? {} : { url }, made };
    }
    case 'pagerduty': {
      const { url, routing_key: key } = channel;
      const secrets = key === undefined ? {} : { routing_key: key };
      return { target: { url }, secrets, made: newChannelOf({ ...channel, routing_key: key ?? '' }) };
    }
    case 'email': {
      const { host, port, security, user = null, password, from, to } = channel;
      const secrets = password === undefined ? {} : { password };
      return { target: { host, port, security, user, from, to }, secrets, made: newChannelOf(channel) };
    }
  }
}

function channelOf(channel: ChannelDocument): PolicyChannel {
  const { name, kind, disabled } = channel;
  return { name, kind, disabled, ...targetOf(channel) };
}

/** A policy file as the services take it. Raises `invalid_request` for a price that says nothing. */
export function readPolicy(document: PolicyDocument): Policy {
  const { budgets, channels, agents, teams, prices, ceiling, anomaly_rules: rules } = document;
  return {
    budgets: budgets?.map(termsOf),
    channels: channels?.map(channelOf),
    agents: agents?.map(({ policy, anomaly_rules: own, ...agent }) => ({
      ...agent,
      policy: policyOf(policy),
      rules: own === undefined || own === null ? own : readRules(own),
    })),
    teams,
    prices: prices?.map(({ provider, model, ...price }, index) =>
      namedWhere(`policy.prices.${index}`, () => ({ provider, model, price: storedPriceOf(model, price) })),
    ),
    ceiling:
      ceiling === undefined || ceiling === null
        ? ceiling
        : {
            inputUsdPerMtok: ceiling.input_usd_per_mtok,
            outputUsdPerMtok: ceiling.output_usd_per_mtok,
            toolUsd: ceiling.tool_usd ?? null,
          },
    anomalyRules: rules === undefined ? undefined : readRules(rules),
  };
}
