// What a process has to see to first.
#pragma once

#include <string>
#include <vector>

// The words after the program's name, in UTF-8. Standard input and output carry bytes as they are.
std::vector<std::string> begin(int count, char** words);
