namespace Federated.Learning.Data.Cifar;

/// <summary>How one of the two CIFAR data sets is stored.</summary>
/// <param name="Name">name of the data set</param>
/// <param name="Subfolder">folder inside the published archive</param>
/// <param name="TrainFiles">files with training records, in order</param>
/// <param name="TestFile">file with test records</param>
/// <param name="LabelBytes">bytes before the pixels of a record; the last of them is the class</param>
/// <param name="Classes">number of classes</param>
/// <param name="Normalisation">means and deviations of the three channels</param>
internal sealed record CifarFormat(
    string Name,
    string Subfolder,
    IReadOnlyList<string> TrainFiles,
    string TestFile,
    int LabelBytes,
    int Classes,
    Normalisation Normalisation)
{
    /// <summary>CIFAR-10: one label byte.</summary>
    public static CifarFormat Cifar10 { get; } = new(
        "cifar10",
        "cifar-10-batches-bin",
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        "test_batch.bin",
        LabelBytes: 1,
        Classes: 10,
        Normalisation.Cifar10);

    /// <summary>CIFAR-100: a coarse and a fine label byte; the fine one is the class.</summary>
    public static CifarFormat Cifar100 { get; } = new(
        "cifar100",
        "cifar-100-binary",
        ["train.bin"],
        "test.bin",
        LabelBytes: 2,
        Classes: 100,
        Normalisation.Cifar100);

    /// <summary>Shape of every image.</summary>
    public static SampleShape Shape { get; } = new(3, 32, 32);

    /// <summary>Bytes of one record.</summary>
    public int RecordBytes => LabelBytes + Shape.Size;
}
