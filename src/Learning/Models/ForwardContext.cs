using Federated.Learning.Experiments;
using Federated.Learning.Randomness;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>What a forward pass needs besides parameters and input.</summary>
/// <param name="Precision">number format of activations</param>
/// <param name="DropoutKey">opens the stream of the dropout masks; null when evaluating: no dropout</param>
public sealed record ForwardContext(Precision Precision, Func<KeyedStream>? DropoutKey = null)
{
    /// <summary>Whether our own kernels may stand in for libtorch's: same bits, faster, but differentiable only once.</summary>
    public bool Fused { get; init; }

    /// <summary>Zeroes each value with the given probability and scales the rest by 1 / (1 - probability).</summary>
    /// <param name="input">activations</param>
    /// <param name="probability">of being dropped</param>
    /// <param name="stream">this mini-batch's stream; one word decides on two activations</param>
    internal static Tensor Dropout(Tensor input, float probability, ref KeyedStream stream)
    {
        var mask = new float[input.numel()];
        var keep = 1.0f / (1.0f - probability);
        var threshold = (uint)(probability * 65536.0f);
        for (var i = 0; i < mask.Length; i += 2)
        {
            var word = stream.NextUInt32();
            mask[i] = (word & 0xFFFF) < threshold ? 0.0f : keep;
            if (i + 1 < mask.Length)
            {
                mask[i + 1] = (word >> 16) < threshold ? 0.0f : keep;
            }
        }

        return input * tensor(mask, input.shape).to(input.dtype);
    }
}
