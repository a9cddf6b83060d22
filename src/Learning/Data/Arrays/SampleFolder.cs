using System.Security.Cryptography;
using Federated.Learning.Data.NumPy;

namespace Federated.Learning.Data.Arrays;

/// <summary>
/// One client's samples as two NumPy files: <c>train_x.npy</c>, [n, channels, height, width], [n, height, width] or [n, features] of float32,
/// float64 or uint8, and <c>train_y.npy</c>, [n] of any integer type. Bytes are pixels, which are normalised as those of the experiment are; other
/// numbers are what the model reads.
/// </summary>
public static class SampleFolder
{
    private const string Prefix = "train";
    private const string Samples = "train_x.npy";
    private const string Labels = "train_y.npy";

    /// <summary>How many samples there are, by the header of the labels.</summary>
    /// <exception cref="InputException">The file is missing or of another kind.</exception>
    public static int Count(string folder)
    {
        var path = Path.Combine(folder, Labels);
        return NpyFile.ReadShape(path) is [> 0 and var count]
            ? count
            : throw new InputException($"{path}: expected labels of shape (n,), one per sample and at least one");
    }

    /// <summary>Reads the samples; shapes are compared before numbers are read.</summary>
    /// <param name="folder">with both files</param>
    /// <param name="shape">of one sample</param>
    /// <param name="classes">labels lie in [0, classes)</param>
    /// <param name="normalisation">of pixels; null: samples cannot be bytes</param>
    /// <exception cref="InputException">A file is missing, damaged, or not what is expected.</exception>
    public static ImageSet Read(string folder, SampleShape shape, int classes, Normalisation? normalisation)
    {
        RequireShape(Path.Combine(folder, Samples), Count(folder), shape);
        var part = ArrayPart.Read(ArraySource.Open(folder), Prefix);
        if (part.Labels.Max() is var largest && largest >= classes)
        {
            throw new InputException($"{Path.Combine(folder, Labels)}: label {largest}; the experiment accepts 0 to {classes - 1}");
        }

        if (part.Samples.Kind == NpyKind.UInt8)
        {
            return normalisation is null
                ? throw new InputException($"{part.Name}: bytes, but the experiment's samples are not pixels; expected float32 or float64")
                : new ByteSampleSet(part.Samples.AsBytes(), shape, part.Labels, classes, normalisation);
        }

        return new FloatSampleSet(part.FiniteValues(), shape, part.Labels, classes, normalisation);
    }

    /// <summary>Writes some samples of a set as the model reads them; the folder is made if it does not exist.</summary>
    /// <param name="folder">files in it are replaced</param>
    /// <param name="set">from which they are taken</param>
    /// <param name="indices">which, at least one</param>
    public static void Write(string folder, ImageSet set, ReadOnlySpan<int> indices)
    {
        Directory.CreateDirectory(folder);
        var shape = set.Shape;
        var values = new float[checked(indices.Length * shape.Size)];
        var labels = new long[indices.Length];
        set.Gather(indices, values);
        set.GatherLabels(indices, labels);
        NpyFile.Write(Path.Combine(folder, Samples), values, indices.Length, shape.Channels, shape.Height, shape.Width);
        NpyFile.Write(Path.Combine(folder, Labels), labels, indices.Length);
    }

    /// <summary>SHA-256 of both files, in hexadecimal digits.</summary>
    public static string Digest(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in new[] { Samples, Labels })
        {
            hash.AppendData(InputFile.Read(Path.Combine(folder, name), SHA256.HashData));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void RequireShape(string path, int count, SampleShape shape)
    {
        var found = NpyFile.ReadShape(path);
        var flat = shape.Channels == 1 && shape.Height == 1;
        if (!(found.AsSpan().SequenceEqual([count, shape.Channels, shape.Height, shape.Width])
            || (shape.Channels == 1 && found.AsSpan().SequenceEqual([count, shape.Height, shape.Width]))
            || (flat && found.AsSpan().SequenceEqual([count, shape.Width]))))
        {
            throw new InputException(
                $"{path}: shape ({string.Join(", ", found)}); expected ({count}, {shape.Channels}, {shape.Height}, {shape.Width}): {count} labels, and the model reads {shape}");
        }
    }
}
