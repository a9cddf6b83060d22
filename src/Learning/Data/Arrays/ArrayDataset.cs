using Federated.Learning.Data.NumPy;
using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data.Arrays;

/// <summary>Makes a data set out of a user's NumPy arrays.</summary>
internal static class ArrayDataset
{
    private const string ClientPrefix = "client_";
    private const string SamplesSuffix = "_x";

    /// <summary>Reads all arrays.</summary>
    /// <exception cref="InputException">an array is missing, or does not fit to the others</exception>
    public static FederatedDataset Load(ArraysOptions options)
    {
        var source = ArraySource.Open(options.Path);
        var clients = Clients(source);
        ArrayPart[] train = clients.Length > 0 ? [.. clients.Select(c => ArrayPart.Read(source, c))] : [ArrayPart.Read(source, "train")];
        var test = ArrayPart.Read(source, "test");
        foreach (var part in train.Append(test))
        {
            if (part.Shape != train[0].Shape || part.Samples.Kind != train[0].Samples.Kind)
            {
                throw new InputException(
                    $"{part.Name}: {part.Samples.Kind} samples of {part.Shape}; expected {train[0].Samples.Kind} of {train[0].Shape} as in {train[0].Name}");
            }
        }

        var classes = CountClasses(options, [.. train, test]);
        var normalisation = NormalisationOf(options, train[0].Shape.Channels);
        return new FederatedDataset(
            options.Name,
            Join(train, classes, normalisation, options.Path),
            Join([test], classes, normalisation, options.Path),
            clients.Length > 0 ? NaturalPartition(train) : null);
    }

    /// <summary>Prefixes of the clients, numbers in numeric order, then other names.</summary>
    private static string[] Clients(ArraySource source) =>
    [
        .. source.Names
            .Where(n => n.StartsWith(ClientPrefix, StringComparison.Ordinal) && n.EndsWith(SamplesSuffix, StringComparison.Ordinal))
            .Select(n => n[..^SamplesSuffix.Length])
            .OrderBy(n => long.TryParse(n[ClientPrefix.Length..], out var id) ? id : long.MaxValue)
            .ThenBy(n => n, StringComparer.Ordinal),
    ];

    private static int CountClasses(ArraysOptions options, ArrayPart[] parts)
    {
        var largest = parts.Max(part => part.Labels.DefaultIfEmpty(-1).Max());
        if (options.Classes is { } classes && largest >= classes)
        {
            throw new InputException($"{options.Path}: label {largest}; data.classes = {classes} accepts 0 to {classes - 1}");
        }

        return options.Classes ?? (largest < 1_000_000
            ? largest + 1
            : throw new InputException($"{options.Path}: label {largest}; expected classes from 0 to 999999"));
    }

    private static Normalisation? NormalisationOf(ArraysOptions options, int channels)
    {
        if (options.Mean is null && options.Std is null)
        {
            return null;
        }

        if (options.Mean?.Length != channels || options.Std?.Length != channels)
        {
            throw new InputException(
                $"data.mean and data.std: {options.Mean?.Length ?? 0} and {options.Std?.Length ?? 0} numbers; expected {channels} each, one per channel");
        }

        return new Normalisation([.. options.Mean.Select(m => (float)m)], [.. options.Std.Select(s => (float)s)]);
    }

    private static Partition NaturalPartition(ArrayPart[] parts)
    {
        var offsets = new int[parts.Length + 1];
        for (var i = 0; i < parts.Length; i++)
        {
            offsets[i + 1] = offsets[i] + parts[i].Labels.Length;
        }

        return new Partition([.. Enumerable.Range(0, offsets[^1])], offsets);
    }

    private static ImageSet Join(ArrayPart[] parts, int classes, Normalisation? normalisation, string path)
    {
        var count = parts.Sum(part => (long)part.Labels.Length);
        var shape = parts[0].Shape;
        if (count == 0 || count * shape.Size > Array.MaxLength)
        {
            throw new InputException($"{path}: {count} samples of {shape}; expected at least 1 and at most {Array.MaxLength} numbers");
        }

        int[] labels = [.. parts.SelectMany(part => part.Labels)];
        if (parts[0].Samples.Kind == NpyKind.UInt8)
        {
            var pixels = Concatenate(parts, part => part.Samples.AsBytes(), labels.Length * shape.Size);
            return new ByteSampleSet(pixels, shape, labels, classes, normalisation ?? Normalisation.Identity(shape.Channels));
        }

        var values = Concatenate(parts, part => part.FiniteValues(), labels.Length * shape.Size);
        normalisation?.Apply(values, shape);
        return new FloatSampleSet(values, shape, labels, classes, normalisation);
    }

    private static T[] Concatenate<T>(ArrayPart[] parts, Func<ArrayPart, T[]> elements, int length)
    {
        if (parts.Length == 1)
        {
            return elements(parts[0]);
        }

        var all = new T[length];
        var filled = 0;
        foreach (var part in parts)
        {
            var some = elements(part);
            some.CopyTo(all, filled);
            filled += some.Length;
        }

        return all;
    }
}
