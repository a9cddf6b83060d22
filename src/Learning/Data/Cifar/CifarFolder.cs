namespace Federated.Learning.Data.Cifar;

/// <summary>
/// Reads the binary versions of CIFAR-10 and CIFAR-100. Files with fewer records than published are accepted, since people
/// make subsets; files that end inside a record are not.
/// </summary>
internal static class CifarFolder
{
    /// <summary>The folder itself or the archive's subfolder in it, whichever has the test file; null when neither does.</summary>
    public static string? Locate(string folder, CifarFormat format) =>
        new[] { folder, Path.Combine(folder, format.Subfolder) }.FirstOrDefault(f => File.Exists(Path.Combine(f, format.TestFile)));

    /// <summary>Reads all files.</summary>
    /// <exception cref="InputException">a file is missing, empty or truncated, or holds an unknown class</exception>
    public static FederatedDataset Load(string folder, CifarFormat format)
    {
        var found = Locate(folder, format)
            ?? throw new InputException(
                $"{folder}: no {format.TestFile} in it or in its {format.Subfolder}; expected {string.Join(", ", format.TrainFiles)} and {format.TestFile}");
        var train = Read([.. format.TrainFiles.Select(file => Path.Combine(found, file))], format);
        var test = Read([Path.Combine(found, format.TestFile)], format);
        return new FederatedDataset(format.Name, train, test);
    }

    private static ByteSampleSet Read(string[] paths, CifarFormat format)
    {
        var records = paths.Sum(path => CountRecords(path, format));
        var labels = new int[records];
        var pixels = new byte[records * CifarFormat.Shape.Size];
        var first = 0;
        foreach (var path in paths)
        {
            first += InputFile.Read(path, stream => ReadRecords(stream, path, format, labels, pixels, first));
        }

        return new ByteSampleSet(pixels, CifarFormat.Shape, labels, format.Classes, format.Normalisation);
    }

    private static int CountRecords(string path, CifarFormat format)
    {
        var length = InputFile.Read(path, stream => stream.Length);
        var most = Array.MaxLength / (CifarFormat.Shape.Size * format.TrainFiles.Count);
        if (length == 0 || length % format.RecordBytes != 0 || length / format.RecordBytes > most)
        {
            throw new InputException(
                $"{path}: {length} bytes; expected 1 to {most} records of {format.RecordBytes} bytes ({format.LabelBytes} label, {CifarFormat.Shape.Size} pixels)");
        }

        return (int)(length / format.RecordBytes);
    }

    private static int ReadRecords(FileStream stream, string path, CifarFormat format, int[] labels, byte[] pixels, int first)
    {
        var records = (int)Math.Min(stream.Length / format.RecordBytes, labels.Length - first);
        Span<byte> label = stackalloc byte[format.LabelBytes];
        for (var i = 0; i < records; i++)
        {
            stream.ReadExactly(label);
            if (label[^1] >= format.Classes)
            {
                throw new InputException($"{path}: label {label[^1]} of record {i}; expected 0 to {format.Classes - 1}");
            }

            labels[first + i] = label[^1];
            stream.ReadExactly(pixels.AsSpan((first + i) * CifarFormat.Shape.Size, CifarFormat.Shape.Size));
        }

        return records;
    }
}
