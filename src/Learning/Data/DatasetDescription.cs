namespace Federated.Learning.Data;

/// <summary>One line of <c>fed data list</c>.</summary>
/// <param name="Name">value of <c>data.name</c> in experiment files</param>
/// <param name="Samples">training and test samples, as text because some depend on the options</param>
/// <param name="Shape">shape of a sample, as text</param>
/// <param name="Classes">number of classes, as text</param>
/// <param name="Licence">licence or terms of the data</param>
/// <param name="Found">where it was found; null when it is not there yet</param>
/// <param name="HowToGet">what to do when it is not there</param>
public sealed record DatasetDescription(
    string Name, string Samples, string Shape, string Classes, string Licence, string? Found, string HowToGet);
