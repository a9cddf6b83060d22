namespace Federated.Learning.Experiments;

/// <summary>Something that keeps an experiment from being run.</summary>
/// <param name="Key">full name of the key to change, for example <c>local.learning_rate</c></param>
/// <param name="Message">what is wrong and what would be accepted, in one line</param>
public sealed record ExperimentProblem(string Key, string Message);
