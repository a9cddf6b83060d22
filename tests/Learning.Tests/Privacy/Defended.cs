using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Privacy;
using Federated.Learning.Randomness;

namespace Federated.Learning.Tests.Privacy;

/// <summary>Updates to be defended.</summary>
internal static class Defended
{
    public static ParameterLayout Layout { get; } = LayoutOf(700, 301);

    public static DefenceContext Context { get; } = ContextOf(Layout);

    public static ParameterLayout LayoutOf(params int[] lengths)
    {
        var layout = new ParameterLayout();
        for (var i = 0; i < lengths.Length; i++)
        {
            layout.Add($"part{i}", Initialiser.Constant(0), lengths[i]);
        }

        return layout;
    }

    public static DefenceContext ContextOf(ParameterLayout layout) =>
        new() { Seed = 20, Round = 3, Client = 7, Layout = layout };

    /// <summary>Normal numbers of different sizes in the two parts.</summary>
    public static float[] Update(ulong seed = 1, double size = 1.0, int length = 1001)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData);
        return [.. Enumerable.Range(0, length).Select(i => (float)(size * stream.NextGaussian() * (i < length * 7 / 10 ? 1.0 : 0.1)))];
    }

    public static float[] By(UpdateDefenceOptions defence, float[] update, DefenceContext? context = null)
    {
        var copy = update.ToArray();
        defence.Apply<float>(copy, context ?? (update.Length == 1001 ? Context : ContextOf(LayoutOf(update.Length))));
        return copy;
    }

    public static double Norm(float[] update) => FlatVector.Norm<float>(update);
}
