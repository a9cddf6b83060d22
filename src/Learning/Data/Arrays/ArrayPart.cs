using Federated.Learning.Data.NumPy;

namespace Federated.Learning.Data.Arrays;

/// <summary>Samples and labels of one pair of arrays, checked against each other.</summary>
internal sealed record ArrayPart(string Name, NpyArray Samples, SampleShape Shape, int[] Labels)
{
    /// <summary>Reads PREFIX_x and PREFIX_y.</summary>
    public static ArrayPart Read(ArraySource source, string prefix)
    {
        var name = source.Describe(prefix + "_x");
        var x = source.Read(prefix + "_x");
        var labels = source.Read(prefix + "_y");
        if (x.Kind is not (NpyKind.Float32 or NpyKind.Float64 or NpyKind.UInt8))
        {
            throw new InputException($"{name}: elements of type {x.Kind}; expected float32, float64 or uint8");
        }

        if (labels.Shape.Length != 1 || labels.Length != x.Shape.FirstOrDefault())
        {
            throw new InputException(
                $"{source.Describe(prefix + "_y")}: shape ({string.Join(", ", labels.Shape)}); expected ({x.Shape.FirstOrDefault()},), one label per sample");
        }

        var part = new ArrayPart(name, x, ShapeOf(x, name), labels.ToInt32s());
        foreach (var label in part.Labels)
        {
            if (label < 0)
            {
                throw new InputException($"{source.Describe(prefix + "_y")}: label {label}; expected 0 or more");
            }
        }

        return part;
    }

    /// <summary>The samples as single precision numbers.</summary>
    /// <exception cref="InputException">one is not finite</exception>
    public float[] FiniteValues()
    {
        var values = Samples.ToSingles();
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0
            ? values
            : throw new InputException($"{Name}: {values[bad]} in sample {bad / Shape.Size}; expected finite single precision numbers");
    }

    private static SampleShape ShapeOf(NpyArray x, string name)
    {
        SampleShape? shape = x.Shape switch
        {
            [_, var c, var h, var w] => new SampleShape(c, h, w),
            [_, var h, var w] => new SampleShape(1, h, w),
            [_, var d] => new SampleShape(1, 1, d),
            _ => null,
        };
        return shape is { Size: > 0 } found
            ? found
            : throw new InputException(
                $"{name}: shape ({string.Join(", ", x.Shape)}); expected [n, channels, height, width], [n, height, width] or [n, features]");
    }
}
