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
  const merged = attendHeads(
    splitHeads(q, heads),
    splitHeads(k, heads),
    splitHeads(v, heads),
    options,
  );
  return mergeHeads(merged);
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
  return mergeHeads(attendHeads(q, k, v, options));
}

/** [B, A, Tq, D] from query, key and value by head. */
function attendHeads(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  { mask, dropout }: AttentionOptions,
): tf.Tensor {
  const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
  const probabilityShape = [...q.shape.slice(0, 3), k.shape[2] ?? 0]; // [B, A, Tq, Tk]
  const keep = dropout === null ? null : dropout(tf.ones(probabilityShape));
  const dropBy = (mask: tf.Tensor | null | undefined, x: tf.Tensor): tf.Tensor =>
    mask ? tf.mul(x, mask) : x;
  const attend = tf.customGrad((...args) => {
    const [query, key, value, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const scores = tf.mul(tf.matMul(query, key, false, true), scale);
    const p = tf.softmax(mask === null ? scores : tf.add(scores, mask));
    const out = tf.matMul(dropBy(keep, p), value);
    // note: tfjs disposes what the forward pass made and did not save, the mask too.
    save([query, key, value, p, out, ...(keep === null ? [] : [keep])]);
    return {
      value: out,
      gradFunc: (dOut: tf.Tensor, saved: tf.Tensor[]) => {
        const [q, k, v, p, out] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const drop = (x: tf.Tensor): tf.Tensor => dropBy(saved[5], x);
        const dP = drop(tf.matMul(dOut, v, false, true));
        const dScores = tf.mul(p, tf.sub(dP, tf.sum(tf.mul(dOut, out), -1, true)));
        return [
          tf.mul(tf.matMul(dScores, k), scale),
          tf.mul(tf.matMul(dScores, q, true, false), scale),
          tf.matMul(drop(p), dOut, true, false),
        ];
      },
    };
  });
  return attend(q, k, v);
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
