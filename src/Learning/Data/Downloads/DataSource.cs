using Federated.Learning.Data.Cifar;
using Federated.Learning.Data.Idx;

namespace Federated.Learning.Data.Downloads;

/// <summary>Where a data set is published. Checksums are MD5 because that is what the publishers state; they guard against damage.</summary>
/// <param name="Dataset">name of the data set</param>
/// <param name="Files">files that make it up</param>
public sealed record DataSource(string Dataset, IReadOnlyList<DataFile> Files)
{
    private const string Zalando = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private const string Mnist = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private const string Toronto = "https://www.cs.toronto.edu/~kriz/";

    /// <summary>All data sets that can be downloaded.</summary>
    public static IReadOnlyList<DataSource> Official { get; } =
    [
        new("fashion-mnist", Idx(
            Zalando,
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "25c81989df183df01b3e8a0aad5dffbe",
            "bef4ecab320f06d8554ea6380940ec79",
            "bb300cfdad3c16e7a12a480ee83cd310")),
        new("mnist", Idx(
            Mnist,
            "f68b3c2dcbeaaa9fbdd348bbdeb94873",
            "d53e105ee54ea40749a09fcbcd1e9432",
            "9fb629c4189551a2d022fa330f9573f3",
            "ec29112dd5afa0611ce80d1b7f02629c")),
        new("cifar10", [Archive("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", CifarFormat.Cifar10)]),
        new("cifar100", [Archive("cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", CifarFormat.Cifar100)]),
    ];

    private static DataFile[] Idx(string address, params string[] checksums) =>
        [.. IdxFolder.Names.Zip(checksums, (name, md5) => new DataFile(new Uri($"{address}{name}.gz"), name + ".gz", md5, []))];

    private static DataFile Archive(string name, string md5, CifarFormat format) =>
        new(new Uri(Toronto + name), name, md5, [.. format.TrainFiles, format.TestFile]);
}
