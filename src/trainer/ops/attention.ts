// Scaled dot-product attention by heads, https://arxiv.org/abs/1706.03762:
//   P = softmax(Q K^T / sqrt(D) + mask),  O = dropout(P) V
//   dS = P * (dP - rowsum(dO * O)): the row sum of dP * P equals that of dO * O, which is the smaller product
import * as tf from '@tensorflow/tfjs-core';

export interface AttentionOptions {
  readonly heads: number;
  /** Added to the scores: float32, broadcasts to [B, heads, Tq, Tk]; 0 keeps a position, a large negative hides it. */
  readonly mask: tf.Tensor | null;
  /** Dropout of the probabilities, e.g. `(x) => random.dropout(x, rate)`; null for none. Called once. */
  readonly dropout: ((x: tf.Tensor) => tf.Tensor) | null;
}

/**
 * Attention of queries over keys and values, each with its heads side by side in the last axis.
 * @param q float32 [B, Tq, H]
 * @param k float32 [B, Tk, H]
 * @param v float32 [B, Tk, H]
 * @returns float32 [B, Tq, H]
 */
export function attention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  options: AttentionOptions,
): tf.Tensor {
  const { heads } = options;
  const byHead = [q, k, v].map((x) => splitHeads(x, heads)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return attendHeads(byHead, options);
}

/**
 * Attention of a sequence over itself from one product for query, key and value.
 * @param qkv float32 [B, T, 3H]: query, key and value side by side
 * @returns float32 [B, T, H]
 */
export function selfAttention(qkv: tf.Tensor, options: AttentionOptions): tf.Tensor {
  const { heads } = options;
  const [batch, tokens, width] = dimensions(qkv);
  const byHead = tf.reshape(qkv, [batch, tokens, 3, heads, width / 3 / heads]);
  const [q, k, v] = tf.unstack(tf.transpose(byHead, [2, 0, 3, 1, 4])); // each [B, A, T, D]
  if (!q || !k || !v) throw new Error('Query, key and value must stand side by side.');
  return attendHeads([q, k, v], options);
}

/** [B, Tq, H] from query, key and value by head. */
function attendHeads(
  [q, k, v]: [tf.Tensor, tf.Tensor, tf.Tensor],
  { heads, mask, dropout }: AttentionOptions,
): tf.Tensor {
  const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
  const probabilityShape = [...q.shape.slice(0, 3), k.shape[2] ?? 0]; // [B, A, Tq, Tk]
  const keep = dropout === null ? null : dropout(tf.fill(probabilityShape, 1));
  const dropBy = (by: tf.Tensor | null | undefined, x: tf.Tensor): tf.Tensor =>
    by ? tf.mul(x, by) : x;
  const attend = tf.customGrad((...args) => {
    const [query, key, value, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const scores = tf.mul(tf.matMul(query, key, false, true), scale);
    const p = tf.softmax(mask === null ? scores : tf.add(scores, mask));
    const out = mergeHeads(tf.matMul(dropBy(keep, p), value)); // [B, Tq, H]
    // note: tfjs disposes what the forward pass made and did not save, the mask too.
    save([query, key, value, p, out, ...(keep === null ? [] : [keep])]);
    return {
      value: out,
      gradFunc: (dMerged: tf.Tensor, saved: tf.Tensor[]) => {
        const [query, key, value, p, merged] = saved as Saved;
        const drop = (x: tf.Tensor): tf.Tensor => dropBy(saved[5], x);
        const dOut = splitHeads(dMerged, heads);
        const dP = drop(tf.matMul(dOut, value, false, true));
        const dScores = tf.mul(p, tf.sub(dP, sumsByHead(tf.mul(dMerged, merged), heads)));
        return [
          tf.mul(tf.matMul(dScores, key), scale),
          tf.mul(tf.matMul(dScores, query, true, false), scale),
          tf.matMul(drop(p), dOut, true, false),
        ];
      },
    };
  });
  return attend(q, k, v);
}

type Saved = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** Sums over each head's part of a row: [B, T, H] to [B, A, T, 1]. */
function sumsByHead(x: tf.Tensor, heads: number): tf.Tensor {
  const [batch, tokens, width] = dimensions(x);
  const sums = tf.sum(tf.reshape(x, [batch, tokens, heads, width / heads]), -1); // [B, T, A]
  return tf.reshape(tf.transpose(sums, [0, 2, 1]), [batch, heads, tokens, 1]);
}

/** [B, T, H] to [B, A, T, D] */
function splitHeads(x: tf.Tensor, heads: number): tf.Tensor {
  const [batch, tokens, width] = dimensions(x);
  return tf.transpose(tf.reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, A, T, D] to [B, T, H] */
function mergeHeads(x: tf.Tensor): tf.Tensor {
  const [batch = 0, heads = 0, tokens = 0, depth = 0] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * depth]);
}

function dimensions(x: tf.Tensor): [number, number, number] {
  const [batch, tokens, width] = x.shape as readonly number[];
  if (batch === undefined || tokens === undefined || width === undefined || x.rank !== 3) {
    throw new Error(`Attention needs tensors [batch, tokens, width], not [${x.shape.join(', ')}].`);
  }
  return [batch, tokens, width];
}
