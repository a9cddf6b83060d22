using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Identity;

/// <summary>The defence of adding Gaussian noise to updates, measured by its norm.</summary>
public static class UpdateNoise
{
    /// <summary>Adds noise of a given norm relative to each update's own, in a random direction.</summary>
    /// <param name="updates">the devices'</param>
    /// <param name="ratio">|noise| / |u*|</param>
    /// <param name="seed">of the noise</param>
    public static IReadOnlyList<AnonymousUpdate> Add(IReadOnlyList<AnonymousUpdate> updates, double ratio, ulong seed) =>
        [.. updates.AsParallel().AsOrdered().Select((update, i) => update with { Step = Add(update.Step, ratio, new KeyedStream(seed, Purpose.UpdateNoise, update.Round, i)) })];

    private static float[] Add(float[] step, double ratio, KeyedStream stream)
    {
        var noise = new float[step.Length];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)stream.NextGaussian();
        }

        FlatVector.Combine<float>(noise, 1.0, step, ratio * FlatVector.Norm<float>(step) / FlatVector.Norm<float>(noise), noise);
        return noise;
    }
}
