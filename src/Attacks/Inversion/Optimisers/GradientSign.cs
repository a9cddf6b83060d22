namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>Replaces gradients by their signs.</summary>
internal static class GradientSign
{
    /// <summary>Applies a mode in place.</summary>
    /// <param name="mode">none, hard or soft</param>
    /// <param name="iteration">0-based</param>
    /// <param name="iterations">of the run</param>
    /// <param name="gradient">becomes sign(g), or tanh(s g) / s with s = 1 - iteration / iterations</param>
    public static void Apply(SignMode mode, int iteration, int iterations, Span<float> gradient)
    {
        if (mode is SignMode.None)
        {
            return;
        }

        var s = 1f - ((float)iteration / iterations);
        foreach (ref var g in gradient)
        {
            g = mode is SignMode.Soft ? MathF.Tanh(g * s) / s : float.IsNaN(g) ? g : MathF.Sign(g);
        }
    }
}
