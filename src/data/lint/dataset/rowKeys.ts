import { hash32 } from '../../duplicates/hash128';
import { normalise } from '../../duplicates/normalise';
import type { Part, Schema } from '../../schemas/schema';
import { toolParts } from '../../schemas/toolParts';
import type { LintedRow } from '../rule';

/** All by which rows are the same: their texts, and what they say of tools. Empty for a row without any text. */
export function wholeRow(schema: Schema, row: LintedRow): readonly Part[] {
  const parts = row.parts();
  if (parts.length === 0) return parts;
  const tools = toolParts(schema, row.values);
  return tools.length === 0 ? parts : [...parts, ...tools];
}

/** One text that two rows share exactly when all their parts are equal, in order; empty for a row without any. */
export function rawKey(parts: readonly Part[]): string {
  return keyOf(parts, (text) => text);
}

/** As `rawKey`, but case, whitespace and Unicode form make no difference. */
export function normalisedKey(parts: readonly Part[]): string {
  return keyOf(parts, normalise);
}

/** What a row asks, and what it answers. */
export interface Exchange {
  readonly input: readonly Part[];
  readonly answer: readonly Part[];
}

/**
 * A row as question and answer: its labels answer all the rest; without labels the last turn answers all before it. Null where there
 * is no such thing: running text, pairs of answers, a conversation without an answer at its end, or nothing but whitespace asked.
 */
export function exchangeOf(schema: Schema, parts: readonly Part[]): Exchange | null {
  if (schema.name === 'preference' || schema.name === 'text') return null;
  const labels = parts.filter(({ role }) => role === 'label');
  const exchange =
    labels.length > 0
      ? { input: parts.filter(({ role }) => role !== 'label'), answer: labels }
      : lastTurn(parts);
  const isAsked = exchange.input.some(({ text }) => text.trim() !== '');
  return exchange.answer.length === 0 || !isAsked ? null : exchange;
}

function lastTurn(parts: readonly Part[]): Exchange {
  const end = parts.findLastIndex(({ role }) => role !== 'target') + 1;
  return { input: parts.slice(0, end), answer: parts.slice(end) };
}

/**
 * The texts by which rows are near duplicates: prompts and targets. What many rows share by design, such as system prompts, tools
 * and passages that several questions are about, would make all of them alike.
 */
export function comparedTexts(parts: readonly Part[]): readonly string[] {
  return parts.filter(({ role }) => comparedRoles.has(role)).map(({ text }) => text);
}

/** Rows with other labels, or with questions about another passage, are never near duplicates. */
export function groupOf(schema: Schema, parts: readonly Part[]): number {
  return groupOfParts(parts, ({ role }) => role === 'label' || isPassage(schema, role));
}

/** As `groupOf`, whatever the label: a text is known from training with any. */
export function passageOf(schema: Schema, parts: readonly Part[]): number {
  return groupOfParts(parts, ({ role }) => isPassage(schema, role));
}

const comparedRoles: ReadonlySet<Part['role']> = new Set(['prompt', 'target', 'rejected']);

function isPassage(schema: Schema, role: Part['role']): boolean {
  return schema.name === 'question-answering' && role === 'context';
}

function groupOfParts(parts: readonly Part[], isMeant: (part: Part) => boolean): number {
  const meant = parts.filter(isMeant);
  return meant.length === 0 ? 0 : hash32(normalisedKey(meant));
}

/** Lengths before the texts keep "ab" + "c" apart from "a" + "bc". */
function keyOf(parts: readonly Part[], of: (text: string) => string): string {
  let key = '';
  for (const { role, text } of parts) {
    const known = of(text);
    key += `${role} ${known.length} ${known}`;
  }
  return key;
}
